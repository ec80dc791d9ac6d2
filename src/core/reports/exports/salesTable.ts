import type { Table } from './table'
import { lineEcotaxCents } from '@/core/catalogue/ecotax'
import type { SaleV1 } from '@/core/journal/events/saleV1'
import type { JournalEntry, SaleEntry } from '@/core/journal/journal'
import { lineShares } from '@/core/journal/lineShares'
import { documentLabel } from '@/core/journal/series'
import { countsAsTakings } from '@/core/closing/takings'
import { totalsOf } from '@/core/closing/totals'
import type { DeliveryMethod } from '@/core/ticket/ticket'
import { spaceOf, type Space } from '@/core/journal/space'

/** Words in cells that are translated to the screen's language. */
export type TableWord =
  SaleV1['kind'] | SaleV1['channel'] | `delivery-${DeliveryMethod}` | 'goods' | 'shipping' | Buyer
/** Who bought: a business when the sale was invoiced to a VAT number. */
export type Buyer = 'private' | 'business'
export type TableWords = Readonly<Record<TableWord, string>>

const SALE_COLUMNS = [
  { key: 'document', kind: 'text' },
  { key: 'day', kind: 'day' },
  { key: 'time', kind: 'text' },
  { key: 'kind', kind: 'text' },
  { key: 'channel', kind: 'text' },
  { key: 'user', kind: 'text' },
  { key: 'gross', kind: 'cents' },
  { key: 'net', kind: 'cents' },
  { key: 'vat', kind: 'cents' },
  { key: 'discount', kind: 'cents' },
  { key: 'tenders', kind: 'text' },
  { key: 'due', kind: 'cents' },
  { key: 'delivery', kind: 'text' },
  { key: 'note', kind: 'text' },
  { key: 'entry', kind: 'count' },
  { key: 'seal', kind: 'text' },
] as const

const LINE_COLUMNS = [
  { key: 'document', kind: 'text' },
  { key: 'day', kind: 'day' },
  { key: 'time', kind: 'text' },
  { key: 'channel', kind: 'text' },
  { key: 'department', kind: 'text' },
  { key: 'article', kind: 'text' },
  { key: 'reference', kind: 'text' },
  { key: 'nature', kind: 'text' },
  { key: 'quantity', kind: 'quantity' },
  { key: 'unitPrice', kind: 'cents' },
  { key: 'discount', kind: 'cents' },
  { key: 'gross', kind: 'cents' },
  { key: 'ecotax', kind: 'cents' },
  { key: 'net', kind: 'cents' },
  { key: 'vat', kind: 'cents' },
  { key: 'vatRate', kind: 'rate' },
  { key: 'refundOf', kind: 'text' },
  { key: 'note', kind: 'text' },
] as const

export type SaleColumn = (typeof SALE_COLUMNS)[number]['key']
export type LineColumn = (typeof LINE_COLUMNS)[number]['key']

/** Sales and refunds, one per row. */
export function salesTable(
  entries: readonly JournalEntry[],
  words: TableWords,
  space: Space = 'shop',
): Table<SaleColumn> {
  const sales = entries.filter(entry => countsAsTakings(entry, space))
  return { columns: SALE_COLUMNS, rows: sales.map(sale => saleRow(sale, words)) }
}

/** Lines of sales and refunds, one per row. VAT is the line's share of the sealed VAT. */
export function linesTable(
  entries: readonly JournalEntry[],
  words: TableWords,
  space: Space = 'shop',
): Table<LineColumn> {
  const sales = entries.filter(entry => countsAsTakings(entry, space))
  return { columns: LINE_COLUMNS, rows: sales.flatMap(sale => lineRows(sale, words)) }
}

function saleRow(sale: SaleEntry, words: TableWords): (string | number)[] {
  const { at, day, number, seal, event } = sale
  const sum = (cents: 'netCents' | 'vatCents') =>
    event.vat.reduce((total, share) => total + share[cents], 0)
  return [
    documentLabel(event.document),
    day,
    timeOf(at),
    words[event.kind],
    words[event.channel],
    event.user.name,
    event.totalCents,
    sum('netCents'),
    sum('vatCents'),
    // As in closings, only sold lines count: a returned line was discounted when it was sold.
    event.lines.reduce(
      (total, line) => total + (line.quantityMilli > 0 ? line.discountCents : 0),
      0,
    ),
    tendersText(sale, spaceOf(sale)),
    event.dueCents,
    deliveryText(event.delivery, words),
    event.note,
    number,
    seal,
  ]
}

function lineRows({ at, day, event }: SaleEntry, words: TableWords): (string | number)[][] {
  const shares = lineShares(event)
  return event.lines.map((line, index) => [
    documentLabel(event.document),
    day,
    timeOf(at),
    words[event.channel],
    line.department,
    line.name,
    line.reference,
    words[line.kind],
    line.quantityMilli,
    line.unitPriceCents,
    line.discountCents,
    line.grossCents,
    lineEcotaxCents(line),
    shares[index]?.netCents ?? 0,
    shares[index]?.vatCents ?? 0,
    line.vatRate,
    line.refundOf ? documentLabel(line.refundOf.document) : '',
    line.note,
  ])
}

/** How the goods leave; as it was sealed, where this version has no word for it. */
function deliveryText(sealed: string, words: TableWords): string {
  return Object.entries(words).find(([word]) => word === `delivery-${sealed}`)?.[1] ?? sealed
}

/** Amount taken by each payment method, less change: `Espèces 12,00 + Carte 3,00`. */
function tendersText(sale: SaleEntry, space: Space): string {
  return totalsOf([sale], sale.event.channel, space)
    .tenders.map(({ name, kind, totalCents }) => {
      return `${name || kind} ${(totalCents / 100).toFixed(2).replace('.', ',')}`
    })
    .join(' + ')
}

const timeOf = (at: string) => at.slice(11, 19)
