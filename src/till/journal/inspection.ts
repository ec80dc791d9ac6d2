import { traceOf } from './recordTrace'
import { readSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { JournalEntry, JournalEvent } from '@/core/journal/journal'
import { parseDocumentLabel } from '@/core/journal/series'
import {
  closeToInspector,
  openToInspector,
  readDays,
  readEntriesBefore,
  watchInspected,
  type JournalDay,
} from '@/storage/journal/inspection'
import { readEntry, readEntryOfDocument } from '@/storage/journal/journal'

export type { JournalDay }

/** The entries an inspector asked for; an empty field sets no limit. */
export interface JournalSearch {
  kind: JournalEvent['kind'] | ''
  fromDay: string
  toDay: string
}

/**
 * Opens the journal to an inspector, for reading only (R11). A trace is sealed with it, so that
 * every inspection is recorded. `user` is the owner whose PIN `servedBy` asked for. It holds in every tab and lasts across restarts, until an owner
 * ends it.
 */
export async function beginInspection(
  context: TillContext,
  user: UserV1,
  servedBy: UserV1,
): Promise<void> {
  const { event, ...stamp } = traceOf(context, user, 'inspector-came', {})
  await openToInspector(context.tillDb, servedBy, { ...stamp, event })
}

/** Ends the inspection in every tab, by an owner's PIN that `servedBy` asked for. */
export function endInspection(context: TillContext, servedBy: UserV1): Promise<void> {
  return closeToInspector(context.tillDb, servedBy)
}

/**
 * Calls back whether an inspection is on, now and whenever that changes, in any tab; returns a
 * function that stops.
 */
export function watchInspection(
  context: TillContext,
  onChange: (isOn: boolean) => void,
): () => void {
  return watchInspected(context.tillDb, onChange, error => reportError(error))
}

/** Whether an inspection is on. */
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

/** The entry that a typed number names: an entry number, or a document's number. */
export async function findEntry(context: TillContext, typed: string): Promise<JournalEntry | null> {
  const named = parseDocumentLabel(typed)
  if (named) return (await readEntryOfDocument(context.tillDb, named)) ?? null
  if (!/^\d{1,9}$/.test(typed)) return null
  return (await readEntry(context.tillDb, context.tillCode, Number(typed))) ?? null
}

/** Days on which anything was sealed, before the day `before`, newest first, at most `limit`. */
export function listDays(
  context: TillContext,
  before: string,
  limit: number,
): Promise<JournalDay[]> {
  return readDays(context.tillDb, context.tillCode, before, limit)
}
