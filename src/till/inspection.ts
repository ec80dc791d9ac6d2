import { recordTrace } from './recordTrace'
import type { Till } from './till'
import type { UserV1 } from '@/core/events/saleV1'
import type { JournalEntry, JournalEvent } from '@/core/journal'
import { parseDocumentLabel } from '@/core/series'
import { readDays, readEntriesBefore, type JournalDay } from '@/storage/inspection'
import { readEntry, readEntryOfDocument } from '@/storage/journal'

export type { JournalDay }

const KEPT_AS = 'comptoir.inspection'

/** What of the journal an inspector looks at; empty for no bound. */
export interface JournalSearch {
  kind: JournalEvent['kind'] | ''
  fromDay: string
  toDay: string
}

/**
 * Opens the books to an inspector, for reading only (R11): sealed first, so that nobody came
 * unseen. It lasts across restarts of the page, until someone of the shop ends it.
 */
export async function beginInspection(till: Till, user: UserV1, storage: Storage): Promise<void> {
  await recordTrace(till, user, 'inspector-came', {})
  storage.setItem(KEPT_AS, till.space)
  till.tillDb.isInspected = true
}

export function endInspection(till: Till, storage: Storage): void {
  storage.removeItem(KEPT_AS)
  till.tillDb.isInspected = false
}

/** Goes on with an inspection that the page was loaded again in. */
export function resumeInspection(till: Till, storage: Storage): void {
  till.tillDb.isInspected = storage.getItem(KEPT_AS) === till.space
}

/** Entries of the journal numbered below `before`, newest first, at most `limit`. */
export function searchJournal(
  till: Till,
  { kind, fromDay, toDay }: JournalSearch,
  before: number,
  limit: number,
): Promise<JournalEntry[]> {
  const days = { from: fromDay, to: toDay === '' ? '9999-12-31' : toDay }
  const isDated = fromDay !== '' || toDay !== ''
  return readEntriesBefore(
    till.tillDb,
    till.letter,
    { kind, days: isDated ? days : null },
    before,
    limit,
  )
}

/** The entry that a number names: its place in the journal, or its document's. */
export async function findEntry(till: Till, typed: string): Promise<JournalEntry | null> {
  const named = parseDocumentLabel(typed)
  if (named) return (await readEntryOfDocument(till.tillDb, named)) ?? null
  if (!/^\d{1,9}$/.test(typed)) return null
  return (await readEntry(till.tillDb, till.letter, Number(typed))) ?? null
}

/** Days on which anything was sealed, newest first. */
export function listDays(till: Till, before: string, limit: number): Promise<JournalDay[]> {
  return readDays(till.tillDb, till.letter, before, limit)
}
