import type { DocumentNumberV1 } from './events/saleV1'

/** Documents that are numbered, each in its own gapless series. */
export type NumberedKind =
  'sale' | 'refund' | 'payment' | 'invoice' | 'web-sale' | 'web-refund' | 'day' | 'month' | 'year'

const ENDINGS: Record<NumberedKind, string> = {
  sale: '',
  refund: 'R',
  payment: 'P',
  invoice: 'F',
  'web-sale': 'W',
  'web-refund': 'WR',
  // Closings: the day's is the Z of every till.
  day: 'Z',
  month: 'M',
  year: 'Y',
}

/**
 * Series of a document: the till's letter for its sales, `AR` for its refunds, `AF` for its
 * invoices… In training mode every series is another one, `AE`, `AER`: a lesson never makes
 * a gap (R5, R15, R16).
 */
export function seriesOf(tillCode: string, kind: NumberedKind, isTraining: boolean): string {
  return `${tillCode}${isTraining ? 'E' : ''}${ENDINGS[kind]}`
}

/** `A-000123`: a document's number as people read it. */
export function documentLabel({ series, number }: DocumentNumberV1): string {
  return `${series}-${String(number).padStart(6, '0')}`
}

/** The number that a label tells, as typed or scanned; undefined for what is none. */
export function parseDocumentLabel(label: string): DocumentNumberV1 | undefined {
  const found = /^([A-Z]{1,5})-?(\d{1,9})$/.exec(label.trim().toUpperCase())
  if (!found?.[1] || !found[2]) return undefined
  return { series: found[1], number: Number(found[2]) }
}
