import { forgetApproval } from './approvedOff'
import { type Ticket } from './ticket'
import { changeLine } from './lines'

/**
 * Asks another price for one of a line than the article's, for a reason; the article's own
 * price, without one, takes that back. What was approved of the line is to be asked again.
 */
export function overridePrice(
  ticket: Ticket,
  lineId: string,
  unitPriceCents: number,
  priceReason: string,
): Ticket {
  const changed = changeLine(ticket, lineId, line => ({
    ...line,
    // What a scale's label said is what it was, not the article's price of a kilogram.
    listPriceCents: line.priceReason === '' ? line.unitPriceCents : line.listPriceCents,
    unitPriceCents,
    priceReason,
  }))
  return { ...changed, approvedOff: forgetApproval(ticket.approvedOff, [lineId]) }
}
