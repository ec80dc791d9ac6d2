import type { TillContext } from '@/till/context'
import { carriesAll } from '@/core/closing/carried'
import type { JournalLinkV1 } from '@/core/journal/events/v1'
import { isJournalOpened } from '@/core/journal/journal'
import { beginCheck, type JournalFault } from '@/core/journal/journalCheck'
import { readLink } from '@/storage/closing/closings'
import type { TillDatabase } from '@/storage/databases'
import { readEntriesAfter, readEntry } from '@/storage/journal/journal'
import { readCarried } from '@/storage/journal/tillCodes'
import { readPurges } from '@/storage/journal/purgeTraces'

const ENTRIES_AT_ONCE = 500

/**
 * Checks the journal that this one goes on from, where it is on the device: every entry up to the
 * linked entry, whose seal vouches for them, and the carried totals. Then it checks the journal
 * before that one.
 */
export async function checkLink({
  tillDb,
  tillCode,
}: Pick<TillContext, 'tillDb' | 'tillCode'>): Promise<JournalFault | undefined> {
  const link = await readLink(tillDb, tillCode)
  const opening = link && (await readEntry(tillDb, link.till, 1))
  if (!opening) return undefined
  const isSame = isJournalOpened(opening) && opening.event.journalId === link.journalId
  const isWhole =
    isSame &&
    (await isSoundUpTo(tillDb, link)) &&
    carriesAll(link, await readCarried(tillDb, opening, link.number))
  if (!isWhole) return { number: 1, fault: 'link-does-not-match' }
  return checkLink({ tillDb, tillCode: link.till })
}

async function isSoundUpTo(
  db: TillDatabase,
  { till, number, seal }: JournalLinkV1,
): Promise<boolean> {
  const check = beginCheck(await readPurges(db, till))
  for (;;) {
    const after = check.end().last?.number ?? 0
    if (after >= number) return check.end().last?.seal === seal
    const entries = await readEntriesAfter(db, till, after, ENTRIES_AT_ONCE)
    const upTo = entries.filter(entry => entry.number <= number)
    if (upTo.length === 0 || check.read(upTo)) return false
  }
}
