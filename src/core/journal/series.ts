import type { DocumentNumberV1 } from './events/saleV1'

/** Kinds of documents that are numbered, each in its own gapless series. */
export type NumberedKind =
  'sale' | 'refund' | 'payment' | 'invoice' | 'web-sale' | 'web-refund' | 'day' | 'month' | 'year'

const ENDINGS: Record<NumberedKind, string> = {
  sale: '',
  refund: 'R',
  payment: 'P',
  invoice: 'F',
  'web-sale': 'W',
  'web-refund': 'WR',
  // Closings. `Z` is the usual name of a daily closing.
  day: 'Z',
  month: 'M',
  year: 'Y',
}

/**
 * Series of a document: the till code alone for sales, `AR` for the refunds of till `A`, `AF` for
 * its invoices… In training mode every series has an `E` after the till code (`AE`, `AER`), so that
 * training never makes a gap in the real series (R5, R15, R16).
 */
export function seriesOf(tillCode: string, kind: NumberedKind, isTraining: boolean): string {
  return `${tillCode}${isTraining ? 'E' : ''}${ENDINGS[kind]}`
}

/** Every series that the journal of a till code may number. */
export const seriesOfTill = (tillCode: string): string[] =>
  seriesOfKinds(tillCode, Object.keys(ENDINGS) as NumberedKind[])

/** The series of sales and refunds of a till code. */
export const salesSeriesOf = (tillCode: string): string[] =>
  seriesOfKinds(tillCode, ['sale', 'refund', 'web-sale', 'web-refund'])

const seriesOfKinds = (tillCode: string, kinds: readonly NumberedKind[]): string[] =>
  kinds.flatMap(kind => [true, false].map(isTraining => seriesOf(tillCode, kind, isTraining)))

/** A document number as people read it: `A-000123`. */
export function documentLabel({ series, number }: DocumentNumberV1): string {
  return `${series}-${String(number).padStart(6, '0')}`
}

/** The document number in a typed or scanned label; undefined when the text is not a label. */
export function parseDocumentLabel(label: string): DocumentNumberV1 | undefined {
  const found = /^([A-Z]{1,5})-?(\d{1,9})$/.exec(label.trim().toUpperCase())
  if (!found?.[1] || !found[2]) return undefined
  return { series: found[1], number: Number(found[2]) }
}
