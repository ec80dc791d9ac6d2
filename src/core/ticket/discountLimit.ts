import {
  approvalByLine,
  approvedLines,
  linesSharingApproval,
  sumCents,
  type ApprovedLine,
} from './approvedLines'
import { linesOfDiscount } from './discount'
import { type Discount, type Ticket } from './ticket'
import { ticketTotals } from './pricing'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { takenOff } from './takenOff'

/**
 * Detail of the trace of an approval above the limit, for a manager now and an inspector later.
 * `offCents` is taken off the lines above the limit; `isOnTicket` where the discount on the whole
 * ticket is part of it.
 */
export function approvalDetail(
  ticket: Ticket,
  maxDiscountRate: number,
): { highestRate: number } & Record<string, string | number | boolean> {
  const { byLine, centsByLine, whole } = takenOff(ticket)
  const above = linesAboveLimit(ticket, maxDiscountRate)
  const names = ticket.lines.flatMap(({ lineId, name }) => (above.includes(lineId) ? name : []))
  return {
    ticketId: ticket.ticketId,
    lines: names.join(', '),
    highestRate: Math.max(...above.map(lineId => byLine.get(lineId) ?? 0)),
    ticketRate: whole,
    limitRate: maxDiscountRate,
    offCents: above.reduce((sum, lineId) => sum + (centsByLine.get(lineId) ?? 0), 0),
    isOnTicket: ticket.discounts.some(({ lineIds }) => lineIds === null),
    totalCents: ticketTotals(ticket).totalCents,
  }
}

/**
 * Lines whose reduction exceeds the user's limit and was not approved as it is. They are checked
 * when a discount is given and again before payment: an amount that is small on ten lines is large
 * on the last one left, and a percentage approved for one article is not approved for ten.
 */
export function linesAboveLimit(ticket: Ticket, maxDiscountRate: number): string[] {
  const off = takenOff(ticket)
  const approved = approvedLines(ticket, off)
  return [...off.byLine].flatMap(([lineId, rate]) =>
    rate > maxDiscountRate && !approved.has(lineId) ? lineId : [],
  )
}

/**
 * The ticket after someone approved the reductions above the limit, exactly as they are now, to the
 * cent. The approver's name is kept with the discounts on those lines.
 */
export function approveAboveLimit(ticket: Ticket, maxDiscountRate: number, by: UserV1): Ticket {
  const above = new Set(linesAboveLimit(ticket, maxDiscountRate))
  if (above.size === 0) return ticket
  const off = takenOff(ticket)
  const sharing = linesSharingApproval(ticket, off)
  const own = [...above].flatMap((lineId): [string, ApprovedLine][] => {
    const now = { rate: off.byLine.get(lineId) ?? 0, cents: off.centsByLine.get(lineId) ?? 0 }
    return sharing.has(lineId) ? [] : [[lineId, now]]
  })
  const weighs = (discount: Discount) =>
    linesOfDiscount(ticket, discount).some(lineId => above.has(lineId))
  const { approvedOff } = ticket
  const { byLine, byLineCents } = approvalByLine(own)
  const [shared] = [...sharing].flatMap(([lineId, { rate }]) => (above.has(lineId) ? rate : []))
  const sharedCents = sumCents(sharing.values())
  return {
    ...ticket,
    discounts: ticket.discounts.map(one => (weighs(one) ? { ...one, approvedBy: by } : one)),
    approvedOff: {
      anyLine: shared ?? approvedOff.anyLine,
      anyLineCents:
        shared === undefined ? Math.min(sharedCents, approvedOff.anyLineCents ?? 0) : sharedCents,
      byLine: { ...approvedOff.byLine, ...byLine },
      byLineCents: { ...approvedOff.byLineCents, ...byLineCents },
    },
  }
}
