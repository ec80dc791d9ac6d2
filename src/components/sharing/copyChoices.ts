import { useTillNames } from './tillNames'
import type { OtherTill } from '@/core/sharing/otherTills'
import { useMessages } from '@/messages/useMessages'

/** Journals of other tills to choose among, each by the seal of its first entry. */
export function useCopyChoices() {
  const { t } = useMessages()
  const { nameInText } = useTillNames()
  return (tills: readonly OtherTill[]) =>
    tills.flatMap(({ name, parts }) =>
      parts.map(({ journal, till }) => ({
        value: journal,
        label: t('otherTills.copyChoice', { till: nameInText({ letter: till, name }) }),
      })),
    )
}
