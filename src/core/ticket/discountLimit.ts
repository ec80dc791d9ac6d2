import { approvedRate } from './approvedOff'
import { discountTicket, isDiscountable, linesOfDiscount, type DiscountStep } from './discount'
import { type Discount, type Ticket, type TicketLine } from './ticket'
import { ticketTotals } from './pricing'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { divideRounded, lineCents } from '@/core/money'
import { lineBaseCents } from './lines'

/** Reductions of a ticket against list prices, in hundredths of a percent of these. */
export interface TakenOff {
  /** Reduction of each line by discounts and lowered prices together, by line id. */
  byLine: Map<string, number>
  whole: number
}

/** The part of the list price still charged, as an exact fraction. */
interface Part {
  top: bigint
  bottom: bigint
}

/**
 * Computes the reductions of a ticket against list prices. A discount counts on each of its lines
 * at its rate over all of them, so that no line is charged with the cents that rounding shifted. A
 * lowered price counts only when a reason was given: the price on a scale's label is no reduction.
 */
export function takenOff(ticket: Ticket): TakenOff {
  const { byLine: offCents, steps } = discountTicket(ticket)
  const lines = ticket.lines.filter(line => isDiscountable(line) && listPriceOf(line) > 0)
  const parts = new Map(lines.map(line => [line.lineId, partOfListPrice(line)]))
  for (const step of steps) {
    const { top, bottom } = partLeft(step)
    for (const lineId of step.lineIds) {
      const part = parts.get(lineId)
      if (part) parts.set(lineId, { top: part.top * top, bottom: part.bottom * bottom })
    }
  }
  const listCents = sum(lines.map(line => lineCents(listPriceOf(line), line.quantityMilli)))
  const grossCents = sum(lines.map(line => lineBaseCents(line) - (offCents.get(line.lineId) ?? 0)))
  return {
    byLine: new Map([...parts].map(([lineId, part]) => [lineId, rateOff(part)])),
    whole: rateOff({ top: BigInt(grossCents), bottom: BigInt(listCents) }),
  }
}

/** Detail of the trace of an approval above the limit, for a manager now and an inspector later. */
export function approvalDetail(
  ticket: Ticket,
  maxDiscountRate: number,
): { highestRate: number } & Record<string, string | number> {
  const { byLine, whole } = takenOff(ticket)
  const above = linesAboveLimit(ticket, maxDiscountRate)
  const names = ticket.lines.flatMap(({ lineId, name }) => (above.includes(lineId) ? name : []))
  return {
    ticketId: ticket.ticketId,
    lines: names.join(', '),
    highestRate: Math.max(...above.map(lineId => byLine.get(lineId) ?? 0)),
    ticketRate: whole,
    limitRate: maxDiscountRate,
    totalCents: ticketTotals(ticket).totalCents,
  }
}

/**
 * Lines whose reduction exceeds both the user's limit and the approved reduction. They are checked
 * when a discount is given and again before payment: an amount that is small on ten lines is large
 * on the last one left.
 */
export function linesAboveLimit(ticket: Ticket, maxDiscountRate: number): string[] {
  return [...takenOff(ticket).byLine].flatMap(([lineId, rate]) =>
    rate > Math.max(maxDiscountRate, approvedRate(ticket, lineId)) ? lineId : [],
  )
}

/**
 * The ticket after someone approved the reductions above the limit, exactly as they are now. The
 * approver's name is kept with the discounts on those lines.
 */
export function approveAboveLimit(ticket: Ticket, maxDiscountRate: number, by: UserV1): Ticket {
  const above = new Set(linesAboveLimit(ticket, maxDiscountRate))
  if (above.size === 0) return ticket
  const rates = [...takenOff(ticket).byLine].filter(([lineId]) => above.has(lineId))
  const weighs = (discount: Discount) =>
    linesOfDiscount(ticket, discount).some(lineId => above.has(lineId))
  const onTicket = discountTicket(ticket).steps.find(
    ({ discount }) => discount.lineIds === null && weighs(discount),
  )
  return {
    ...ticket,
    discounts: ticket.discounts.map(one => (weighs(one) ? { ...one, approvedBy: by } : one)),
    approvedOff: {
      anyLine: onTicket ? rateOff(partLeft(onTicket)) : ticket.approvedOff.anyLine,
      byLine: { ...ticket.approvedOff.byLine, ...Object.fromEntries(rates) },
    },
  }
}

/** For a raised price, the reduction is measured from the raised price. */
const listPriceOf = ({ priceReason, unitPriceCents, listPriceCents }: TicketLine) =>
  priceReason === '' ? unitPriceCents : Math.max(unitPriceCents, listPriceCents)

const partOfListPrice = (line: TicketLine): Part => ({
  top: BigInt(line.unitPriceCents),
  bottom: BigInt(listPriceOf(line)),
})

/**
 * The part a discount leaves of each of its lines: exact for a percentage, else from the amounts.
 */
function partLeft({ discount, totalCents, offCents }: DiscountStep): Part {
  if (discount.kind === 'percent') return { top: BigInt(10_000 - discount.value), bottom: 10_000n }
  return totalCents === 0
    ? { top: 1n, bottom: 1n }
    : { top: BigInt(totalCents - offCents), bottom: BigInt(totalCents) }
}

const rateOff = ({ top, bottom }: Part) =>
  bottom === 0n ? 0 : divideRounded(10_000n * (bottom - top), bottom)

const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0)
