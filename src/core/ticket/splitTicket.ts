import { carriedApproval } from './approvedLines'
import { assert } from '@/core/assert'
import { discountTicket, type DiscountStep } from './discount'
import { type Discount, emptyTicket, type Ticket, type TicketLine } from './ticket'
import { allocate } from '@/core/money'
import { lineBaseCents } from './lines'

/** Index of the resulting ticket: what stays, and what is taken. */
const REST = 0
const TAKEN = 1

/** A line of one of the two tickets, and its remaining price while discounts are divided. */
interface Piece {
  part: typeof REST | typeof TAKEN
  line: TicketLine
  leftCents: number
}

/**
 * Whether part of a line may be taken. Weighed lines, shipping and returned goods move as a whole.
 */
export function isDivisible({ quantityMilli, refund, shipping }: TicketLine): boolean {
  return quantityMilli > 1000 && quantityMilli % 1000 === 0 && !refund && !shipping
}

/**
 * Moves lines, or some pieces of them, to a new ticket: `[rest, taken]`. Line by line, hence for
 * every VAT rate, the two tickets cost exactly what the ticket did. A discount whose lines stay
 * together is unchanged; any other is divided into one amount per line, so that rounding moves no
 * cent. Shipping follows the goods of its new ticket. `takenMilli` is by line id, in thousandths.
 */
export function splitByLines(
  ticket: Ticket,
  takenMilli: ReadonlyMap<string, number>,
  newId: () => string,
  openedAt: string,
): [Ticket, Ticket] {
  const pieces = new Map(
    ticket.lines.map(line => [
      line.lineId,
      piecesOf(line, takenMilli.get(line.lineId) ?? 0, newId),
    ]),
  )
  const discounts = discountTicket(ticket).steps.flatMap(taken => divide(taken, pieces, newId))
  const linesOf = (part: Piece['part']) =>
    [...pieces.values()].flat().flatMap(piece => (piece.part === part ? piece.line : []))
  const discountsOf = (part: Piece['part']) =>
    discounts.flatMap(one => (one.part === part ? one.discount : []))
  const origins = new Map(
    [...pieces].flatMap(([lineId, ofLine]) =>
      ofLine.map(({ line }): [string, string] => [line.lineId, lineId]),
    ),
  )
  const ticketOf = (part: Piece['part'], own: Ticket): Ticket => {
    const to = { ...own, lines: linesOf(part), discounts: discountsOf(part) }
    return { ...to, approvedOff: carriedApproval(ticket, to, origins) }
  }
  const { delivery, note } = ticket
  const taken = { ...emptyTicket(newId(), openedAt), delivery, note }
  return [ticketOf(REST, ticket), ticketOf(TAKEN, taken)]
}

function piecesOf(line: TicketLine, takenMilli: number, newId: () => string): Piece[] {
  const piece = (part: Piece['part'], one: TicketLine): Piece => ({
    part,
    line: one,
    leftCents: lineBaseCents(one),
  })
  if (takenMilli === 0) return [piece(REST, line)]
  if (takenMilli === line.quantityMilli) return [piece(TAKEN, line)]
  assert(isDivisible(line) && takenMilli % 1000 === 0, 'only whole pieces are taken from a line')
  assert(takenMilli > 0 && takenMilli < line.quantityMilli, 'no more is taken than there is')
  return [
    piece(REST, { ...line, quantityMilli: line.quantityMilli - takenMilli }),
    piece(TAKEN, { ...line, lineId: newId(), quantityMilli: takenMilli }),
  ]
}

/** Divides a discount between the two tickets, and takes its amounts off the remaining prices. */
function divide(
  { discount, centsByLine }: DiscountStep,
  pieces: ReadonlyMap<string, Piece[]>,
  newId: () => string,
): { part: Piece['part']; discount: Discount }[] {
  const amounts: { part: Piece['part']; discount: Discount }[] = []
  const parts = new Set<Piece['part']>()
  for (const [lineId, cents] of centsByLine) {
    const ofLine = pieces.get(lineId) ?? []
    const shares = allocate(
      cents,
      ofLine.map(piece => piece.leftCents),
    )
    ofLine.forEach((piece, index) => {
      const value = shares[index] ?? 0
      piece.leftCents -= value
      parts.add(piece.part)
      if (value === 0) return
      const lineIds = [piece.line.lineId]
      amounts.push({
        part: piece.part,
        discount: { ...discount, discountId: newId(), kind: 'amount', value, lineIds },
      })
    })
  }
  const [only = REST, another] = parts
  if (another !== undefined) return amounts
  const lineIds = discount.lineIds && [...centsByLine.keys()]
  if (lineIds?.length === 0) return []
  return [{ part: only, discount: { ...discount, lineIds } }]
}
