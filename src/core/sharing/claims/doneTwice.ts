import { stillDueCents } from '@/core/payment/debt'
import { refundableLines, referenceOfSource, type RefundableLine } from '@/core/payment/refund'
import { referenceKey } from '@/core/journal/entryReference'
import type { PaymentEntry, SaleEntry } from '@/core/journal/journal'
import { byTime } from '@/core/journal/timeOrder'
import type { ShopSale } from '@/core/sharing/shopSales'

/** A sale of any till, and what all tills did for it, in whatever order it is known. */
export interface SaleWithActs {
  sale: ShopSale
  refunds: readonly ShopSale[]
  payments: readonly PaymentEntry[]
}

/** A sale of which several tills gave back more than was sold. */
export interface RefundedOver {
  sale: ShopSale
  /** Refunds and exchanges that gave back the goods in question, the first one first. */
  refunds: readonly ShopSale[]
}

/** A debt for which several tills took more than was due. */
export interface PaidOver {
  sale: ShopSale
  overCents: number
  /** The first one first. */
  payments: readonly PaymentEntry[]
}

/** What several tills of the shop did twice for one sale. */
export interface DoneTwice {
  refunded: readonly RefundedOver[]
  paid: readonly PaidOver[]
}

/** Sales of which more was given back than was sold, the latest first. */
export function refundedOver(known: readonly SaleWithActs[]): RefundedOver[] {
  return known
    .flatMap(({ sale, refunds: found }) => {
      const refunds = eachOnce(found, one => one.sale)
      const lines = refundableLines(
        sale.sale,
        refunds.map(one => one.sale),
      )
      const over = new Set(lines.filter(isOver).map(({ lineIndex }) => lineIndex))
      if (over.size === 0) return []
      return { sale, refunds: refunds.filter(one => givesBackAny(one.sale, sale.sale, over)) }
    })
    .toSorted(latestFirst)
}

/** Debts for which more was taken than was due, the latest sale first. */
export function paidOver(known: readonly SaleWithActs[]): PaidOver[] {
  return known
    .flatMap(({ sale, refunds, payments: found }) => {
      const payments = eachOnce(found, one => one)
      const backs = eachOnce(refunds, one => one.sale).map(one => one.sale)
      const overCents = 0 - stillDueCents(sale.sale, payments, backs)
      return overCents > 0 && payments.length > 0 ? [{ sale, overCents, payments }] : []
    })
    .toSorted(latestFirst)
}

const isOver = ({ leftMilli, leftCents }: RefundableLine) => leftMilli < 0 || leftCents < 0

const givesBackAny = (
  { event }: SaleEntry,
  sale: SaleEntry,
  lineIndexes: ReadonlySet<number>,
): boolean =>
  event.lines.some(
    ({ refundOf }) =>
      refundOf !== null &&
      referenceKey(referenceOfSource(refundOf)) === referenceKey(sale) &&
      lineIndexes.has(refundOf.line),
  )

/** Each entry once, the first one first, whatever order they came in. */
function eachOnce<One>(
  found: readonly One[],
  entryOf: (one: One) => SaleEntry | PaymentEntry,
): One[] {
  return [...new Map(found.map(one => [entryOf(one).seal, one])).values()].toSorted((a, b) =>
    byTime(entryOf(a), entryOf(b)),
  )
}

const latestFirst = (a: { sale: ShopSale }, b: { sale: ShopSale }) =>
  -byTime(a.sale.sale, b.sale.sale)
