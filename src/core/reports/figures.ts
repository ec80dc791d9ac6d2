import { divideRounded } from '@/core/money'

/** Figures of sales and refunds, from sealed amounts. */
export interface Figures {
  /** Number of tickets that sold something, and of tickets that gave something back. */
  salesCount: number
  refundsCount: number
  /** Quantity sold less quantity given back. */
  quantityMilli: number
  salesCents: number
  /** Amount given back, as a positive number. */
  refundsCents: number
  /** Sales less refunds, VAT included; net and VAT add up to it. */
  totalCents: number
  netCents: number
  vatCents: number
  discountsCents: number
  /** Only for articles with a known purchase price: their sales without VAT, and their cost. */
  costedNetCents: number
  costCents: number
}

/** Figures of no sale, the start of every sum. */
export const NO_FIGURES: Figures = {
  salesCount: 0,
  refundsCount: 0,
  quantityMilli: 0,
  salesCents: 0,
  refundsCents: 0,
  totalCents: 0,
  netCents: 0,
  vatCents: 0,
  discountsCents: 0,
  costedNetCents: 0,
  costCents: 0,
}

/** Sum of two figures. Counts are added: both must come from different tickets. */
export function addFigures(one: Figures, other: Figures): Figures {
  return {
    salesCount: one.salesCount + other.salesCount,
    refundsCount: one.refundsCount + other.refundsCount,
    quantityMilli: one.quantityMilli + other.quantityMilli,
    salesCents: one.salesCents + other.salesCents,
    refundsCents: one.refundsCents + other.refundsCents,
    totalCents: one.totalCents + other.totalCents,
    netCents: one.netCents + other.netCents,
    vatCents: one.vatCents + other.vatCents,
    discountsCents: one.discountsCents + other.discountsCents,
    costedNetCents: one.costedNetCents + other.costedNetCents,
    costCents: one.costCents + other.costCents,
  }
}

/** Average amount of the tickets that sold something; null when there are none. */
export function averageTicketCents({ salesCents, salesCount }: Figures): number | null {
  return salesCount === 0 ? null : divideRounded(salesCents, salesCount)
}

/** Sales without VAT less the cost of the goods; null when no cost is known. */
export function marginCents({ costedNetCents, costCents }: Figures): number | null {
  return costCents === 0 ? null : costedNetCents - costCents
}

/** Increase against an earlier value, in hundredths of a percent; null when that value was zero. */
export function changeRate(now: number, before: number): number | null {
  return before === 0 ? null : divideRounded((now - before) * 10_000, Math.abs(before))
}
