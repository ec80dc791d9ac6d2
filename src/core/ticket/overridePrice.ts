import { forgetApproval } from './approvedOff'
import { type Ticket } from './ticket'
import { changeLine } from './lines'

/**
 * Sets another unit price for a line, with a reason. The article's own price with an empty reason
 * cancels it. An earlier approval for the line no longer holds.
 */
export function overridePrice(
  ticket: Ticket,
  lineId: string,
  unitPriceCents: number,
  priceReason: string,
): Ticket {
  const changed = changeLine(ticket, lineId, line => ({
    ...line,
    // For a line from a scale's label, the list price is the label's price, not the article's price
    // per kilogram.
    listPriceCents: line.priceReason === '' ? line.unitPriceCents : line.listPriceCents,
    unitPriceCents,
    priceReason,
  }))
  return { ...changed, approvedOff: forgetApproval(ticket.approvedOff, [lineId]) }
}
