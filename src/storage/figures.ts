import type { TillDatabase } from './databases'
import type { Days } from '@/core/days'
import type { JournalEntry } from '@/core/journal'

/** Entries of these days, a day at a time: a year is never held as a whole. */
export async function* readEntriesOfDays(
  db: TillDatabase,
  till: string,
  { from, to }: Days,
): AsyncGenerator<JournalEntry[]> {
  const days = await db.journal.where('day').between(from, to, true, true).uniqueKeys()
  for (const day of days) {
    const entries = await db.journal.where('day').equals(day).toArray()
    yield entries.filter(entry => entry.till === till).sort((a, b) => a.number - b.number)
  }
}

/** Entries from one number to another, both among them, oldest first. */
export function readEntriesBetween(
  db: TillDatabase,
  till: string,
  first: number,
  last: number,
): Promise<JournalEntry[]> {
  return db.journal
    .where('[till+number]')
    .between([till, first], [till, last], true, true)
    .toArray()
}
