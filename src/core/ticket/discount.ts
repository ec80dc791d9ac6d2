import { forgetApproval, forgetTicketApproval } from './approvedOff'
import { assert } from '@/core/assert'
import { lineEcotaxCents } from '@/core/catalogue/ecotax'
import { allocate, assertCents, divideRounded } from '@/core/money'
import { type Ticket, type TicketLine, type Discount } from './ticket'
import { lineBaseCents } from './lines'

/** A discount in percent or as an amount, or (fixed) a price to pay. */
export type GivenPrice = Pick<Discount, 'kind' | 'value' | 'reason'>

/** A discount before any approval. `lineIds` is null for a discount on the whole ticket. */
export function unapprovedDiscount(
  given: GivenPrice,
  lineIds: string[] | null,
  discountId: string,
): Discount {
  return { discountId, ...given, lineIds, approvedBy: null }
}

export interface DiscountedTicket {
  /** Amount taken off each line, by line id. */
  byLine: Map<string, number>
  /** Total amount of each discount, by discount id. */
  byDiscount: Map<string, number>
  /** The discounts in the order they were applied. */
  steps: DiscountStep[]
}

/** A discount applied to its lines: an amount taken off their remaining price. */
export interface DiscountStep {
  discount: Discount
  lineIds: string[]
  /** Remaining price of the lines, before this discount. */
  totalCents: number
  offCents: number
  /** Amount taken off each line, by line id. */
  centsByLine: Map<string, number>
}

/**
 * Gives a discount. It replaces a discount on exactly the same lines (or on the whole ticket): a
 * second tap corrects, it does not add up. An earlier approval for its lines no longer holds.
 */
export function giveDiscount(ticket: Ticket, discount: Discount): Ticket {
  assertCents(discount.value)
  assert(discount.value >= 0, 'a discount never raises a price')
  assert(discount.kind !== 'percent' || discount.value <= 10_000, 'a discount is at most 100 %')
  const others = ticket.discounts.filter(other => !isOnSame(other, discount))
  const approvedOff = forgetApproval(ticket.approvedOff, discount.lineIds)
  return { ...ticket, discounts: [...others, discount], approvedOff }
}

/**
 * Removes a discount. The approval of the discount on the whole ticket ends with the last of these.
 */
export function removeDiscount(ticket: Ticket, discountId: string): Ticket {
  const discounts = ticket.discounts.filter(one => one.discountId !== discountId)
  const isOnTicket = discounts.some(one => one.lineIds === null)
  const approvedOff = isOnTicket ? ticket.approvedOff : forgetTicketApproval(ticket.approvedOff)
  return { ...ticket, discounts, approvedOff }
}

/**
 * Computes what discounts take off every line. Discounts on lines come first, in the order they
 * were given, then discounts on the whole ticket. Each is spread over the remaining prices of its
 * lines by largest remainder, so that the lines always add up to the ticket. No discount takes off
 * more than is left.
 *
 * A percentage applies to the price without eco-participation, which is never discounted: it is
 * passed on unchanged (see `lineEcotaxCents`). An amount, or a price for a lot, was agreed to the
 * cent: it is taken off the price with eco-participation, and the eco-participation in it stays
 * unchanged.
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

/** Whether a line may have a discount: a line that gives back was priced when it was sold. */
export const isDiscountable = (line: TicketLine) => line.refund === null && line.quantityMilli > 0

/** Ids of the lines a discount applies to. A discount on the whole ticket leaves out shipping. */
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
