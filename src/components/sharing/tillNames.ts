import type { OtherTill } from '@/core/sharing/otherTills'
import { useMessages } from '@/messages/useMessages'

/** What people call another till: its letter, and its device as the shop named it. */
export function useTillNames(): (till: Pick<OtherTill, 'letter' | 'name'>) => string {
  const { t } = useMessages()
  return ({ letter, name }) =>
    name === '' || name === letter
      ? t('otherTills.one', { letter })
      : t('otherTills.named', { letter, name })
}
