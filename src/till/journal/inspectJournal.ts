import { traceOf } from './recordTrace'
import { keepSetting, readSetting } from '@/till/settings/keepSettings'
import type { Till } from '@/till/context'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { JournalEntry, JournalEvent } from '@/core/journal/journal'
import { parseDocumentLabel } from '@/core/journal/series'
import {
  openToInspector,
  readDays,
  readEntriesBefore,
  watchInspected,
  type JournalDay,
} from '@/storage/journal/inspection'
import { readEntry, readEntryOfDocument } from '@/storage/journal/journal'

export type { JournalDay }

/** What of the journal an inspector looks at; empty for no bound. */
export interface JournalSearch {
  kind: JournalEvent['kind'] | ''
  fromDay: string
  toDay: string
}

/**
 * Opens the books to an inspector, for reading only (R11): sealed with it, so that nobody came
 * unseen. It holds in every tab and lasts across restarts, until an owner ends it.
 */
export async function beginInspection(till: Till, user: UserV1): Promise<void> {
  const { event, ...stamp } = traceOf(till, user, 'inspector-came', {})
  await openToInspector(till.tillDb, { ...stamp, event })
}

export function endInspection(till: Till): Promise<void> {
  return keepSetting(till, 'isInspected', false)
}

/** Calls back whether the books are inspected, now and whenever that changes, in any tab. */
export function watchInspection(till: Till, onChange: (isOn: boolean) => void): () => void {
  return watchInspected(till.tillDb, onChange, error => reportError(error))
}

/** Whether the books are inspected. */
export async function isInspected(till: Till): Promise<boolean> {
  return (await readSetting(till, 'isInspected')) ?? false
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
