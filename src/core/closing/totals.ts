import type { SaleV1, VatShareV1 } from '@/core/journal/events/saleV1'
import type { NamedTotalV1, TenderTotalV1, TotalsV1 } from '@/core/journal/events/closingV1'
import { isSale, type JournalEntry } from '@/core/journal/journal'
import { isCounted } from './takings'
import type { Space } from '@/core/journal/space'

/** Totals of no entry, the start of every sum. */
export const NO_TOTALS: TotalsV1 = {
  totalCents: 0,
  salesCount: 0,
  salesCents: 0,
  refundsCount: 0,
  refundsCents: 0,
  discountsCents: 0,
  vat: [],
  tenders: [],
  departments: [],
  users: [],
  duesCents: 0,
  paymentsCents: 0,
  cashInCents: 0,
  cashOutCents: 0,
  documents: [],
  traces: [],
}

/**
 * Totals of the counted entries of one channel, computed only from sealed values. Payments,
 * invoices, cash movements and traces belong to the counter.
 */
export function totalsOf(
  entries: Iterable<JournalEntry>,
  channel: SaleV1['channel'] = 'counter',
  space: Space = 'shop',
): TotalsV1 {
  let totals = NO_TOTALS
  for (const entry of entries) {
    if (isCounted(entry, space)) totals = addTotals(totals, totalsOfOne(entry, channel))
  }
  return totals
}

/** Sum of two totals. The totals of a month are the sum of its days. */
export function addTotals(one: TotalsV1, other: TotalsV1): TotalsV1 {
  if (one === NO_TOTALS) return other
  if (other === NO_TOTALS) return one
  return {
    totalCents: one.totalCents + other.totalCents,
    salesCount: one.salesCount + other.salesCount,
    salesCents: one.salesCents + other.salesCents,
    refundsCount: one.refundsCount + other.refundsCount,
    refundsCents: one.refundsCents + other.refundsCents,
    discountsCents: one.discountsCents + other.discountsCents,
    vat: addVat(one.vat, other.vat),
    tenders: merge(one.tenders, other.tenders, tenderKey, addCounted),
    departments: merge(one.departments, other.departments, byName, addCounted),
    users: merge(one.users, other.users, byName, addCounted),
    duesCents: one.duesCents + other.duesCents,
    paymentsCents: one.paymentsCents + other.paymentsCents,
    cashInCents: one.cashInCents + other.cashInCents,
    cashOutCents: one.cashOutCents + other.cashOutCents,
    documents: merge(
      one.documents,
      other.documents,
      ({ series }) => series,
      (a, b) => ({
        series: a.series,
        first: Math.min(a.first, b.first),
        last: Math.max(a.last, b.last),
        count: a.count + b.count,
      }),
    ),
    traces: merge(
      one.traces,
      other.traces,
      ({ what }) => what,
      (a, b) => ({ what: a.what, count: a.count + b.count }),
    ),
  }
}

function totalsOfOne(entry: JournalEntry, channel: SaleV1['channel']): TotalsV1 {
  if (isSale(entry)) {
    return entry.event.channel === channel ? totalsOfSale(entry.event) : NO_TOTALS
  }
  if (channel === 'web') return NO_TOTALS
  const { event } = entry
  switch (event.kind) {
    case 'payment':
      return {
        ...NO_TOTALS,
        paymentsCents: event.dueBeforeCents - event.dueCents,
        tenders: tendersOf(event),
        documents: documentsOf(event.document),
      }
    case 'invoice':
      return { ...NO_TOTALS, documents: documentsOf(event.document) }
    case 'cash-movement':
      return event.direction === 'in'
        ? { ...NO_TOTALS, cashInCents: event.amountCents }
        : { ...NO_TOTALS, cashOutCents: event.amountCents }
    case 'trace':
      return { ...NO_TOTALS, traces: [{ what: event.what, count: 1 }] }
    default:
      return NO_TOTALS
  }
}

/** Sold and returned lines are totalled separately, also in an exchange. */
function totalsOfSale(sale: SaleV1): TotalsV1 {
  const sold = sale.lines.filter(line => line.quantityMilli > 0)
  const givenBack = sale.lines.filter(line => line.quantityMilli < 0)
  const gross = (lines: readonly { grossCents: number }[]) =>
    lines.reduce((sum, line) => sum + line.grossCents, 0)
  return {
    ...NO_TOTALS,
    totalCents: sale.totalCents,
    salesCount: sold.length > 0 ? 1 : 0,
    salesCents: gross(sold),
    refundsCount: givenBack.length > 0 ? 1 : 0,
    refundsCents: 0 - gross(givenBack),
    discountsCents: sold.reduce((sum, line) => sum + line.discountCents, 0),
    vat: sale.vat,
    tenders: tendersOf(sale),
    departments: sale.lines.reduce<NamedTotalV1[]>(
      (all, line) =>
        merge(
          all,
          [{ name: line.department, totalCents: line.grossCents, count: 1 }],
          byName,
          addCounted,
        ),
      [],
    ),
    users: [{ name: sale.user.name, totalCents: sale.totalCents, count: 1 }],
    duesCents: sale.dueCents,
    documents: documentsOf(sale.document),
  }
}

/** Amount taken by each payment method. Change is given in cash, so it is deducted from cash. */
function tendersOf({
  tenders,
  changeCents,
}: Pick<SaleV1, 'tenders' | 'changeCents'>): TenderTotalV1[] {
  const cashAt = tenders.findLastIndex(tender => tender.kind === 'cash')
  return tenders.reduce<TenderTotalV1[]>(
    (all, { kind, name, account, givenCents }, index) =>
      merge(
        all,
        [
          {
            kind,
            name,
            account,
            totalCents: givenCents - (index === cashAt ? changeCents : 0),
            count: 1,
          },
        ],
        tenderKey,
        addCounted,
      ),
    [],
  )
}

const documentsOf = ({ series, number }: SaleV1['document']) => [
  { series, first: number, last: number, count: 1 },
]

function addVat(one: readonly VatShareV1[], other: readonly VatShareV1[]): VatShareV1[] {
  return merge(
    one,
    other,
    share => String(share.vatRate),
    (a, b) => ({
      vatRate: a.vatRate,
      netCents: a.netCents + b.netCents,
      vatCents: a.vatCents + b.vatCents,
      grossCents: a.grossCents + b.grossCents,
    }),
  ).sort((a, b) => a.vatRate - b.vatRate)
}

const byName = ({ name }: NamedTotalV1) => name
const tenderKey = ({ kind, name, account }: TenderTotalV1) => [kind, name, account].join('\n')

function addCounted<Row extends { totalCents: number; count: number }>(a: Row, b: Row): Row {
  return { ...a, totalCents: a.totalCents + b.totalCents, count: a.count + b.count }
}

/** Rows of both lists; rows with the same key are added up and keep the first one's position. */
function merge<Row>(
  one: readonly Row[],
  other: readonly Row[],
  keyOf: (row: Row) => string,
  add: (a: Row, b: Row) => Row,
): Row[] {
  const rows = new Map(one.map(row => [keyOf(row), row]))
  for (const row of other) {
    const same = rows.get(keyOf(row))
    rows.set(keyOf(row), same ? add(same, row) : row)
  }
  return [...rows.values()]
}
