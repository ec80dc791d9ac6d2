import { type Ticket } from './ticket'
import { MAX_PIECES, setQuantity } from './lines'

/**
 * More or less of a line, in thousandths: as it was where that would be nothing or too much.
 * What is given back keeps its own quantity.
 */
export function stepQuantity(ticket: Ticket, lineId: string, byMilli: number): Ticket {
  const line = ticket.lines.find(one => one.lineId === lineId)
  if (!line || line.quantityMilli <= 0) return ticket
  const quantityMilli = line.quantityMilli + byMilli
  const isUsable = quantityMilli > 0 && quantityMilli <= MAX_PIECES * 1000
  return isUsable ? setQuantity(ticket, lineId, quantityMilli) : ticket
}
