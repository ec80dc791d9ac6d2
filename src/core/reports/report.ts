import { isoWeekOf, type Days } from '@/core/days'
import type { SaleLineV1, VatShareV1 } from '@/core/journal/events/saleV1'
import { isPayment, type JournalEntry, type SaleEntry } from '@/core/journal/journal'
import { lineShares } from '@/core/journal/lineShares'
import { divideRounded } from '@/core/money'
import { isCounted, countsAsTakings } from '@/core/closing/takings'
import { addTotals, NO_TOTALS, totalsOf } from '@/core/closing/totals'
import { addFigures, NO_FIGURES, type Figures } from './figures'
import type { Space } from '@/core/journal/space'

/** Ways of grouping sales, besides payment methods. */
export const SALE_GROUPS = [
  'day',
  'week',
  'month',
  'year',
  'hour',
  'department',
  'article',
  'user',
  'channel',
] as const
export type SaleGroup = (typeof SALE_GROUPS)[number]

/** Groups that are shown in the order of calendar or clock. */
export const TIME_GROUPS: ReadonlySet<SaleGroup> = new Set(['day', 'week', 'month', 'year', 'hour'])

export interface ReportRow extends Figures {
  /** Unique key of the row: a day, an article's id… */
  key: string
  name: string
}

/** Amount taken by one payment method, less change, including payments of dues. */
export interface TenderRow {
  kind: string
  name: string
  totalCents: number
  count: number
}

export interface Report {
  days: Days
  figures: Figures
  vat: VatShareV1[]
  groups: Record<SaleGroup, ReportRow[]>
  tenders: TenderRow[]
  /** `duesCents`: amount left due by customers; `paymentsCents`: paid since on earlier dues. */
  duesCents: number
  paymentsCents: number
}

/**
 * Purchase price of one piece of an article, without VAT, in millionths; undefined when unknown.
 */
export type PurchaseOf = (articleId: string) => number | undefined

type Rows = Map<string, ReportRow>
const NO_ROWS: ReadonlyMap<string, ReportRow> = new Map()

/**
 * Sums the figures of a period while its entries are read, in any order and in any number of parts.
 * Amounts are sealed ones; the VAT of a line is its share of the sale's sealed VAT.
 */
export class ReportSums {
  private figures = NO_FIGURES
  private totals = NO_TOTALS
  private readonly rows = new Map<SaleGroup, Rows>(SALE_GROUPS.map(group => [group, new Map()]))

  constructor(
    private readonly days: Days,
    private readonly space: Space = 'shop',
    private readonly purchaseOf: PurchaseOf = () => undefined,
  ) {}

  add(entries: readonly JournalEntry[]): void {
    const { from, to } = this.days
    const inside = entries.filter(({ day }) => day >= from && day <= to)
    const sales = inside.filter(entry => countsAsTakings(entry, this.space))
    for (const sale of sales) this.addSale(sale)
    const payments = inside.filter(isPayment).filter(entry => isCounted(entry, this.space))
    for (const channel of ['counter', 'web'] as const) {
      this.totals = addTotals(this.totals, totalsOf(sales, channel, this.space))
    }
    this.totals = addTotals(this.totals, totalsOf(payments, 'counter', this.space))
  }

  report(): Report {
    const { vat, tenders, duesCents, paymentsCents } = this.totals
    const groups = Object.fromEntries(
      SALE_GROUPS.map(group => [group, sorted(group, this.rows.get(group) ?? NO_ROWS)]),
    ) as Record<SaleGroup, ReportRow[]>
    return {
      days: this.days,
      figures: this.figures,
      vat,
      groups,
      tenders: tenders
        .map(({ kind, name, totalCents, count }) => ({ kind, name, totalCents, count }))
        .sort((a, b) => b.totalCents - a.totalCents || (a.name < b.name ? -1 : 1)),
      duesCents,
      paymentsCents,
    }
  }

  private addSale(sale: SaleEntry): void {
    const figures = sale.event.lines.map(lineFigures(sale, this.purchaseOf))
    this.figures = addFigures(this.figures, ofOneTicket(figures))
    for (const group of SALE_GROUPS) {
      const parts = new Map<string, { name: string; figures: Figures[] }>()
      sale.event.lines.forEach((line, index) => {
        const { key, name } = rowOf(group, sale, line)
        const part = parts.get(key) ?? { name, figures: [] }
        part.figures.push(figures[index] ?? NO_FIGURES)
        parts.set(key, part)
      })
      const rows = this.rows.get(group)
      for (const [key, part] of parts) {
        const added = addFigures(rows?.get(key) ?? NO_FIGURES, ofOneTicket(part.figures))
        rows?.set(key, { ...added, key, name: part.name })
      }
    }
  }
}

/**
 * Costs are current purchase prices. No cost is sealed, because the customer holds the sealed
 * receipt.
 */
function lineFigures(
  { event }: SaleEntry,
  purchaseOf: PurchaseOf,
): (line: SaleLineV1, index: number) => Figures {
  const shares = lineShares(event)
  return ({ articleId, quantityMilli, discountCents, grossCents }, index) => {
    const isSold = quantityMilli > 0
    const { netCents = 0, vatCents = 0 } = shares[index] ?? {}
    const purchaseMicros = purchaseOf(articleId)
    const isCosted = purchaseMicros !== undefined
    return {
      salesCount: isSold ? 1 : 0,
      refundsCount: isSold ? 0 : 1,
      quantityMilli,
      salesCents: isSold ? grossCents : 0,
      refundsCents: isSold ? 0 : 0 - grossCents,
      totalCents: grossCents,
      netCents,
      vatCents,
      discountsCents: isSold ? discountCents : 0,
      costedNetCents: isCosted ? netCents : 0,
      costCents: isCosted ? costCents(purchaseMicros, quantityMilli) : 0,
    }
  }
}

const costCents = (purchaseMicros: number, quantityMilli: number) =>
  divideRounded(BigInt(purchaseMicros) * BigInt(quantityMilli), 10_000_000)

/** Figures of one ticket: it counts once, however many lines it has. */
function ofOneTicket(lines: readonly Figures[]): Figures {
  const sum = lines.reduce(addFigures, NO_FIGURES)
  return {
    ...sum,
    salesCount: Math.min(1, sum.salesCount),
    refundsCount: Math.min(1, sum.refundsCount),
  }
}

function rowOf(
  group: SaleGroup,
  { at, day, event }: SaleEntry,
  line: SaleLineV1,
): { key: string; name: string } {
  const named = (key: string) => ({ key, name: key })
  switch (group) {
    case 'day':
      return named(day)
    case 'week':
      return named(isoWeekOf(day))
    case 'month':
      return named(day.slice(0, 7))
    case 'year':
      return named(day.slice(0, 4))
    case 'hour':
      return named(at.slice(11, 13))
    case 'department':
      return named(line.department)
    case 'article':
      return { key: line.articleId || line.name, name: line.name }
    case 'user':
      return { key: event.user.userId, name: event.user.name }
    case 'channel':
      return named(event.channel)
  }
}

function sorted(group: SaleGroup, rows: ReadonlyMap<string, ReportRow>): ReportRow[] {
  return [...rows.values()].sort((a, b) =>
    TIME_GROUPS.has(group) ? (a.key < b.key ? -1 : 1) : b.totalCents - a.totalCents,
  )
}
