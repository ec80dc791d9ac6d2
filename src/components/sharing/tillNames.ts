import type { OtherTill } from '@/core/sharing/otherTills'
import { useMessages } from '@/messages/useMessages'

/**
 * What people call another till: its letter, and its device as the shop named it. `nameOf` begins a
 * line, `nameInText` is for the middle of a sentence.
 */
export function useTillNames() {
  const { t } = useMessages()
  const nameOf = ({ letter, name }: Pick<OtherTill, 'letter' | 'name'>) =>
    name === '' || name === letter
      ? t('otherTills.one', { letter })
      : t('otherTills.named', { letter, name })
  const nameInText = (till: Pick<OtherTill, 'letter' | 'name'>) => {
    const name = nameOf(till)
    return name.charAt(0).toLowerCase() + name.slice(1)
  }
  return { nameOf, nameInText }
}
