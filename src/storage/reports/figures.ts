import type { TillDatabase } from '@/storage/databases'
import type { Days } from '@/core/days'
import type { JournalEntry } from '@/core/journal/journal'
import { compareTillCodes } from '@/core/journal/tillCode'

/**
 * Entries of these days under all till codes, one day at a time, so that a year is never in memory
 * as a whole. Within a day, entries of earlier till codes come first, because nothing was sealed
 * under them later.
 */
export async function* readEntriesOfDays(
  db: TillDatabase,
  { from, to }: Days,
): AsyncGenerator<JournalEntry[]> {
  for (const day of await readDaysWithEntries(db, { from, to })) {
    const entries = await db.journal.where('day').equals(day).toArray()
    yield entries.sort((a, b) => compareTillCodes(a.till, b.till) || a.number - b.number)
  }
}

/** Business days of a period on which anything was sealed here, in order. */
export async function readDaysWithEntries(db: TillDatabase, { from, to }: Days): Promise<string[]> {
  return (await db.journal.where('day').between(from, to, true, true).uniqueKeys()) as string[]
}

/** Entries from one number to another, both included, oldest first. */
export function readEntriesBetween(
  db: TillDatabase,
  tillCode: string,
  first: number,
  last: number,
): Promise<JournalEntry[]> {
  return db.journal
    .where('[till+number]')
    .between([tillCode, first], [tillCode, last], true, true)
    .toArray()
}
