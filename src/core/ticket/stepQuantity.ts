import { type Ticket } from './ticket'
import { MAX_PIECES, setQuantity } from './lines'

/**
 * Changes the quantity of a line by a step, in thousandths. The ticket stays unchanged when the
 * quantity would be zero or too large, and on a line that gives back.
 */
export function stepQuantity(ticket: Ticket, lineId: string, byMilli: number): Ticket {
  const line = ticket.lines.find(one => one.lineId === lineId)
  if (!line || line.quantityMilli <= 0) return ticket
  const quantityMilli = line.quantityMilli + byMilli
  const isUsable = quantityMilli > 0 && quantityMilli <= MAX_PIECES * 1000
  return isUsable ? setQuantity(ticket, lineId, quantityMilli) : ticket
}
