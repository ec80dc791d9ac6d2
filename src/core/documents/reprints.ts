import type { ClosingEntry } from '@/core/closing/closing'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { InvoiceEntry } from './invoice'
import type { JournalEntry, PaymentEntry, SaleEntry } from '@/core/journal/journal'
import { documentLabel } from '@/core/journal/series'

/** A sealed document that customers receive, on paper or as a file. */
export type DocumentEntry = SaleEntry | PaymentEntry | InvoiceEntry
/** A sealed entry that can be printed: a customer's document or a closing. */
export type PrintedEntry = DocumentEntry | ClosingEntry

/** How a document left the till. */
export type HandedAs = 'paper' | 'file'

/** A printing of a document, to be recorded in the journal before it happens. */
export interface Copy {
  what: 'document-printed' | 'document-reprinted'
  /** 0 for the original, 1 for the first duplicate. */
  count: number
  detail: TraceV1['detail']
}

/**
 * The next printing of a document, by the traces of its earlier printings: the first is the
 * original, every later one a duplicate with its number (R14).
 */
export function nextCopy(
  { number, event }: PrintedEntry,
  traces: readonly JournalEntry[],
  as: HandedAs,
): Copy {
  const count = traces.filter(isPrinting).length
  const detail = { entry: number, document: documentLabel(event.document), count, as }
  return { what: count === 0 ? 'document-printed' : 'document-reprinted', count, detail }
}

function isPrinting({ event }: JournalEntry): boolean {
  if (event.kind !== 'trace') return false
  return event.what === 'document-printed' || event.what === 'document-reprinted'
}
