import { approvedRate } from './approvedOff'
import { discountTicket, isDiscountable, linesOfDiscount, type DiscountStep } from './discount'
import { type Discount, type Ticket, type TicketLine } from './ticket'
import { ticketTotals } from './pricing'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { divideRounded, lineCents } from '@/core/money'
import { lineBaseCents } from './lines'

/** How much less than its list prices a ticket asks, in hundredths of a percent of them. */
export interface TakenOff {
  /** By line: discounts and lowered prices together. */
  byLine: Map<string, number>
  whole: number
}

/** A part of a list price, exactly. */
interface Part {
  top: bigint
  bottom: bigint
}

/**
 * How much less than its list prices a ticket asks. A discount counts on each of its lines
 * for the rate it is of them together, so that the cents that spreading rounds weigh on none.
 * A lowered price is one given for a reason: that of a scale's label is no reduction.
 */
export function takenOff(ticket: Ticket): TakenOff {
  const { byLine: offCents, steps } = discountTicket(ticket)
  const lines = ticket.lines.filter(line => isDiscountable(line) && listPriceOf(line) > 0)
  const asked = new Map(lines.map(line => [line.lineId, partOfListPrice(line)]))
  for (const step of steps) {
    const { top, bottom } = partLeft(step)
    for (const lineId of step.lineIds) {
      const part = asked.get(lineId)
      if (part) asked.set(lineId, { top: part.top * top, bottom: part.bottom * bottom })
    }
  }
  const listCents = sum(lines.map(line => lineCents(listPriceOf(line), line.quantityMilli)))
  const grossCents = sum(lines.map(line => lineBaseCents(line) - (offCents.get(line.lineId) ?? 0)))
  return {
    byLine: new Map([...asked].map(([lineId, part]) => [lineId, rateOff(part)])),
    whole: rateOff({ top: BigInt(grossCents), bottom: BigInt(listCents) }),
  }
}

/** What a manager and, later, an inspector read of what was approved above the limit. */
export function approvalDetail(
  ticket: Ticket,
  maxDiscountRate: number,
): Record<string, string | number> {
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
 * Lines of which more is taken off than the user may give and than was approved. They are
 * looked at when something is given and again before payment: an amount that was little on
 * ten lines is much on the one that is left.
 */
export function linesAboveLimit(ticket: Ticket, maxDiscountRate: number): string[] {
  return [...takenOff(ticket).byLine].flatMap(([lineId, rate]) =>
    rate > Math.max(maxDiscountRate, approvedRate(ticket, lineId)) ? lineId : [],
  )
}

/**
 * The ticket once someone approved what is above the limit: as it is now, and no more. Their
 * name stays with the discounts that weigh on those lines.
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

/** A price that was raised is the one that discounts then lower. */
const listPriceOf = ({ priceReason, unitPriceCents, listPriceCents }: TicketLine) =>
  priceReason === '' ? unitPriceCents : Math.max(unitPriceCents, listPriceCents)

const partOfListPrice = (line: TicketLine): Part => ({
  top: BigInt(line.unitPriceCents),
  bottom: BigInt(listPriceOf(line)),
})

/** What a discount leaves of each of its lines: a percent to the letter, not to the cent. */
function partLeft({ discount, totalCents, offCents }: DiscountStep): Part {
  if (discount.kind === 'percent') return { top: BigInt(10_000 - discount.value), bottom: 10_000n }
  return totalCents === 0
    ? { top: 1n, bottom: 1n }
    : { top: BigInt(totalCents - offCents), bottom: BigInt(totalCents) }
}

const rateOff = ({ top, bottom }: Part) =>
  bottom === 0n ? 0 : divideRounded(10_000n * (bottom - top), bottom)

const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0)
