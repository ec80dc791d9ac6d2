import { approvalByLine, approvedLines } from './approvedLines'
import { discountTicket } from './discount'
import { type ApprovedOff, type Discount, type Ticket, type TicketLine } from './ticket'
import { isSameGoods, MAX_PIECES } from './lines'

/**
 * Adds the lines of another ticket to this one; the total is exactly the sum of both. Lines of the
 * same goods are added up unless they have a discount. Discounts on lines stay; a discount on a
 * whole ticket becomes a discount on the lines of that ticket. Shipping follows all the goods.
 * Tenders taken for either ticket pay for both.
 */
export function mergeTickets(into: Ticket, from: Ticket): Ticket {
  const discounts = [...onOwnLines(into), ...onOwnLines(from)]
  const discountedIds = new Set(discounts.flatMap(({ lineIds }) => lineIds ?? []))
  const isDiscounted = ({ lineId }: TicketLine) => discountedIds.has(lineId)

  let lines = into.lines
  const addedTo = new Map<string, string>()
  for (const line of from.lines) {
    const same = isDiscounted(line)
      ? undefined
      : lines.find(other => !isDiscounted(other) && addsUp(other, line))
    if (same) addedTo.set(line.lineId, same.lineId)
    lines = same
      ? lines.map(other =>
          other === same
            ? { ...same, quantityMilli: same.quantityMilli + line.quantityMilli }
            : other,
        )
      : [...lines, line]
  }
  return {
    ...into,
    approvedOff: mergedApproval(into, from, addedTo),
    openedAt: into.openedAt < from.openedAt ? into.openedAt : from.openedAt,
    lines,
    discounts,
    customerId: into.customerId ?? from.customerId,
    taken: [...into.taken, ...from.taken],
    name: into.name || from.name,
    note: [into.note, from.note].filter(Boolean).join(' / '),
  }
}

/**
 * What was approved of the lines of two tickets, as they were there. `addedTo` gives the line that a
 * line of the second was added up with: the amounts add up where both were approved.
 */
function mergedApproval(
  into: Ticket,
  from: Ticket,
  addedTo: ReadonlyMap<string, string>,
): ApprovedOff {
  const approved = approvedLines(into)
  for (const [lineId, added] of approvedLines(from)) {
    const intoId = addedTo.get(lineId)
    const own = intoId === undefined ? { rate: 0, cents: 0 } : approved.get(intoId)
    if (!own) continue
    const rate = Math.max(own.rate, added.rate)
    approved.set(intoId ?? lineId, { rate, cents: own.cents + added.cents })
  }
  return { anyLine: 0, ...approvalByLine(approved) }
}

/** Whether one line costs the same as the two: two weighed quantities may round to another cent. */
function addsUp(line: TicketLine, other: TicketLine): boolean {
  const { quantityMilli } = line
  return (
    isSameGoods(line, other) &&
    line.shipping === other.shipping &&
    quantityMilli > 0 &&
    (quantityMilli % 1000 === 0 || other.quantityMilli % 1000 === 0) &&
    quantityMilli + other.quantityMilli <= MAX_PIECES * 1000
  )
}

/** Discounts of a ticket in the order they are applied, each on the lines it applied to. */
function onOwnLines(ticket: Ticket): Discount[] {
  return discountTicket(ticket).steps.flatMap(({ discount, centsByLine }) =>
    centsByLine.size > 0 ? { ...discount, lineIds: [...centsByLine.keys()] } : [],
  )
}
