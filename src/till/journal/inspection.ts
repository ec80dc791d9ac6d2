import { traceOf } from './recordTrace'
import { keepSetting, readSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'
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
export async function beginInspection(context: TillContext, user: UserV1): Promise<void> {
  const { event, ...stamp } = traceOf(context, user, 'inspector-came', {})
  await openToInspector(context.tillDb, { ...stamp, event })
}

export function endInspection(context: TillContext): Promise<void> {
  return keepSetting(context, 'isInspected', false)
}

/** Calls back whether the books are inspected, now and whenever that changes, in any tab. */
export function watchInspection(
  context: TillContext,
  onChange: (isOn: boolean) => void,
): () => void {
  return watchInspected(context.tillDb, onChange, error => reportError(error))
}

/** Whether the books are inspected. */
export async function isInspected(context: TillContext): Promise<boolean> {
  return (await readSetting(context, 'isInspected')) ?? false
}

/** Entries of the journal numbered below `before`, newest first, at most `limit`. */
export function searchJournal(
  context: TillContext,
  { kind, fromDay, toDay }: JournalSearch,
  before: number,
  limit: number,
): Promise<JournalEntry[]> {
  const days = { from: fromDay, to: toDay === '' ? '9999-12-31' : toDay }
  const isDated = fromDay !== '' || toDay !== ''
  return readEntriesBefore(
    context.tillDb,
    context.tillCode,
    { kind, days: isDated ? days : null },
    before,
    limit,
  )
}

/** The entry that a number names: its place in the journal, or its document's. */
export async function findEntry(context: TillContext, typed: string): Promise<JournalEntry | null> {
  const named = parseDocumentLabel(typed)
  if (named) return (await readEntryOfDocument(context.tillDb, named)) ?? null
  if (!/^\d{1,9}$/.test(typed)) return null
  return (await readEntry(context.tillDb, context.tillCode, Number(typed))) ?? null
}

/** Days on which anything was sealed, newest first. */
export function listDays(
  context: TillContext,
  before: string,
  limit: number,
): Promise<JournalDay[]> {
  return readDays(context.tillDb, context.tillCode, before, limit)
}
