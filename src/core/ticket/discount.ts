import { forgetApproval } from './approvedOff'
import { assert } from '@/core/assert'
import { lineEcotaxCents } from '@/core/catalogue/ecotax'
import { allocate, assertCents, divideRounded } from '@/core/money'
import { type Ticket, type TicketLine, type Discount } from './ticket'
import { lineBaseCents } from './lines'

/** What is given: so many percent or so much off, or (fixed) a price. */
export type GivenPrice = Pick<Discount, 'kind' | 'value' | 'reason'>

/** A discount as it is given, before anyone approved it. */
export function unapprovedDiscount(
  given: GivenPrice,
  lineIds: string[] | null,
  discountId: string,
): Discount {
  return { discountId, ...given, lineIds, approvedBy: null }
}

export interface DiscountedTicket {
  /** What is taken off each line, by its id. */
  byLine: Map<string, number>
  /** What each discount took off in all, by its id. */
  byDiscount: Map<string, number>
  /** Each discount as it was taken, in that order. */
  steps: DiscountStep[]
}

/** A discount taken off its lines: so much of what they still cost. */
export interface DiscountStep {
  discount: Discount
  lineIds: string[]
  /** What they still cost, of which it is taken. */
  totalCents: number
  offCents: number
  /** What it takes off each of them. */
  centsByLine: Map<string, number>
}

/**
 * Gives a discount. One on the very same lines (or on the whole ticket) takes the place of
 * the one before: a second tap corrects, it does not pile up. What was approved of its lines
 * is to be asked again.
 */
export function giveDiscount(ticket: Ticket, discount: Discount): Ticket {
  assertCents(discount.value)
  assert(discount.value >= 0, 'a discount does not make dearer')
  assert(discount.kind !== 'percent' || discount.value <= 10_000, 'at most all is taken off')
  const others = ticket.discounts.filter(other => !isOnSame(other, discount))
  const approvedOff = forgetApproval(ticket.approvedOff, discount.lineIds)
  return { ...ticket, discounts: [...others, discount], approvedOff }
}

export function removeDiscount(ticket: Ticket, discountId: string): Ticket {
  const discounts = ticket.discounts.filter(one => one.discountId !== discountId)
  const isOnTicket = discounts.some(one => one.lineIds === null)
  const approvedOff = isOnTicket ? ticket.approvedOff : { ...ticket.approvedOff, anyLine: 0 }
  return { ...ticket, discounts, approvedOff }
}

/**
 * What discounts take off every line. Those on lines come first, in the order they were given,
 * then those on the whole ticket; each is spread over what its lines still cost, by largest
 * remainder, so that lines always add up to the ticket. None takes off more than there is.
 *
 * A percent is one of the price without eco-participation, which gets no discount: it is passed
 * on as it is (see `lineEcotaxCents`). An amount, or a price for a lot, is what the two agreed to
 * the cent: it is taken off the price, and the eco-participation in it stays what it is.
 */
export function discountTicket(ticket: Ticket): DiscountedTicket {
  const leftCents = new Map(ticket.lines.map(line => [line.lineId, lineBaseCents(line)]))
  const ecotaxCents = new Map(ticket.lines.map(line => [line.lineId, lineEcotaxCents(line)]))
  const byLine = new Map<string, number>()
  const byDiscount = new Map<string, number>()
  const steps: DiscountStep[] = []
  const ordered = [...ticket.discounts].sort(
    (a, b) => Number(a.lineIds === null) - Number(b.lineIds === null),
  )
  for (const discount of ordered) {
    const lineIds = linesOfDiscount(ticket, discount)
    const parts = lineIds.map(id => {
      const keptCents = discount.kind === 'percent' ? (ecotaxCents.get(id) ?? 0) : 0
      return Math.max((leftCents.get(id) ?? 0) - keptCents, 0)
    })
    const totalCents = parts.reduce((sum, part) => sum + part, 0)
    const offCents = amountOff(discount, totalCents)
    byDiscount.set(discount.discountId, offCents)
    const centsByLine = new Map(lineIds.map(id => [id, 0]))
    steps.push({ discount, lineIds, totalCents, offCents, centsByLine })
    if (offCents === 0) continue
    allocate(offCents, parts).forEach((off, index) => {
      const lineId = lineIds[index] ?? ''
      centsByLine.set(lineId, off)
      leftCents.set(lineId, (leftCents.get(lineId) ?? 0) - off)
      byLine.set(lineId, (byLine.get(lineId) ?? 0) + off)
    })
  }
  return { byLine, byDiscount, steps }
}

/** Lines a discount may be on: what is given back was priced when it was sold. */
export const isDiscountable = (line: TicketLine) => line.refund === null && line.quantityMilli > 0

/** Lines that a discount weighs on, by their ids. */
export function linesOfDiscount(ticket: Ticket, { lineIds }: Discount): string[] {
  const among = ticket.lines.filter(isDiscountable)
  return among
    .filter(line => (lineIds === null ? line.shipping === null : lineIds.includes(line.lineId)))
    .map(line => line.lineId)
}

function amountOff({ kind, value }: Discount, totalCents: number): number {
  if (kind === 'percent') return divideRounded(BigInt(totalCents) * BigInt(value), 10_000)
  const wanted = kind === 'amount' ? value : totalCents - value
  return Math.min(Math.max(wanted, 0), totalCents)
}

function isOnSame(one: Discount, other: Discount): boolean {
  const key = ({ lineIds }: Discount) => (lineIds ? [...lineIds].sort().join(' ') : '')
  return (one.lineIds === null) === (other.lineIds === null) && key(one) === key(other)
}
