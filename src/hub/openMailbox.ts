import type { MailboxStore, MailboxUse } from './mailboxStore'
import type { Opening } from '@/core/sharing/wire'

/**
 * Makes a mailbox for whoever gave the code, or for one that is there. A hub that admits
 * anybody, with no code, does so too where that one is missing.
 */
export async function openMailbox(
  store: MailboxStore,
  mailbox: string,
  opening: Opening,
  isAdmittedBy: (code: string) => boolean,
): Promise<boolean> {
  if ('code' in opening) return isAdmittedBy(opening.code) && store.open(mailbox)
  const { from, use } = leadOf(opening)
  if (await store.open(mailbox, from, use)) return true
  return isAdmittedBy('') && store.open(mailbox, undefined, use)
}

function leadOf(opening: Exclude<Opening, { code: string }>): { from: string; use: MailboxUse } {
  if ('meets' in opening) return { from: opening.meets, use: 'meets' }
  if ('beside' in opening) return { from: opening.beside, use: 'beside' }
  return { from: opening.from, use: 'moves' }
}
