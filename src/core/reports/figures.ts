import { divideRounded } from '@/core/money'

/** What was sold and given back, all from sealed amounts. */
export interface Figures {
  /** Tickets that sold something, and tickets that gave something back. */
  salesCount: number
  refundsCount: number
  /** Sold less given back. */
  quantityMilli: number
  salesCents: number
  /** Given back, above zero. */
  refundsCents: number
  /** Sales less what was given back, with VAT; net and VAT add up to it. */
  totalCents: number
  netCents: number
  vatCents: number
  discountsCents: number
  /** Of what has a known purchase price: its sales without VAT, and what they cost. */
  costedNetCents: number
  costCents: number
}

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

/** Average of the tickets that sold something; null where none did. */
export function averageTicketCents({ salesCents, salesCount }: Figures): number | null {
  return salesCount === 0 ? null : divideRounded(salesCents, salesCount)
}

/** What is left of sales without VAT once their goods are paid; null where no cost is known. */
export function marginCents({ costedNetCents, costCents }: Figures): number | null {
  return costCents === 0 ? null : costedNetCents - costCents
}

/** How much more than before, in hundredths of a percent; null where there was nothing. */
export function changeRate(now: number, before: number): number | null {
  return before === 0 ? null : divideRounded((now - before) * 10_000, Math.abs(before))
}
