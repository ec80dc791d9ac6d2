import { takenOff, type TakenOff } from './takenOff'
import type { ApprovedOff, Ticket, TicketLine } from './ticket'

/** What is approved of a line: its reduction, in hundredths of a percent and in cents. */
export interface ApprovedLine {
  rate: number
  cents: number
}

/**
 * The lines whose reduction somebody approved, with what it is now. An approval is of a rate and of
 * an amount: a line reduced by more of either, as by a larger quantity, is not among them. Lines
 * reduced by the discount on the whole ticket alone share its approval: all of them are among them,
 * or none where more goods made it take off more than was approved.
 */
export function approvedLines(ticket: Ticket, off = takenOff(ticket)): Map<string, ApprovedLine> {
  const { anyLine, anyLineCents = 0 } = ticket.approvedOff
  const approved = [...amountsOff(off)].filter(([id, now]) => isOwnApproved(ticket, id, now))
  const shared = linesSharingApproval(ticket, off)
  const amounts = [...shared.values()]
  const isShared = amounts.every(({ rate }) => rate <= anyLine) && sumCents(amounts) <= anyLineCents
  return new Map([...approved, ...(isShared ? shared : [])])
}

/**
 * Lines that only the discount on the whole ticket reduces, with what it is now, without those that
 * an approval of their own covers.
 */
export function linesSharingApproval(
  ticket: Ticket,
  off = takenOff(ticket),
): Map<string, ApprovedLine> {
  const discounted = new Set(ticket.discounts.flatMap(({ lineIds }) => lineIds ?? []))
  const hasOwnPrice = ({ lineId, priceReason }: TicketLine) =>
    priceReason !== '' || discounted.has(lineId)
  const ownPriced = new Set(ticket.lines.filter(hasOwnPrice).map(({ lineId }) => lineId))
  const isSharing = ([lineId, now]: [string, ApprovedLine]) =>
    now.rate > 0 && !ownPriced.has(lineId) && !isOwnApproved(ticket, lineId, now)
  return new Map([...amountsOff(off)].filter(isSharing))
}

/**
 * The approvals of a ticket that was made of the lines of another: each line that was approved there
 * is approved as it is now. `origins` gives the earlier id of a line with a new id. The approval of
 * the discount on the whole ticket goes where that discount goes, with its lines.
 */
export function carriedApproval(
  from: Ticket,
  to: Ticket,
  origins: ReadonlyMap<string, string> = new Map(),
): ApprovedOff {
  const approved = approvedLines(from)
  const isOnTicket = to.discounts.some(({ lineIds }) => lineIds === null)
  const own = [...amountsOff(takenOff(to))].filter(([id]) => approved.has(origins.get(id) ?? id))
  const sharing = isOnTicket ? linesSharingApproval({ ...to, approvedOff: from.approvedOff }) : null
  const { anyLine, anyLineCents = 0 } = from.approvedOff
  return {
    ...approvalByLine(own.filter(([lineId]) => !sharing?.has(lineId))),
    ...(isOnTicket ? { anyLine, anyLineCents } : { anyLine: 0 }),
  }
}

/** Approvals of single lines. */
export function approvalByLine(
  lines: Iterable<[string, ApprovedLine]>,
): Required<Pick<ApprovedOff, 'byLine' | 'byLineCents'>> {
  const all = [...lines]
  return {
    byLine: Object.fromEntries(all.map(([lineId, { rate }]) => [lineId, rate])),
    byLineCents: Object.fromEntries(all.map(([lineId, { cents }]) => [lineId, cents])),
  }
}

export const sumCents = (amounts: Iterable<ApprovedLine>): number =>
  [...amounts].reduce((sum, { cents }) => sum + cents, 0)

function isOwnApproved({ approvedOff }: Ticket, lineId: string, now: ApprovedLine): boolean {
  const { byLine, byLineCents = {} } = approvedOff
  const isReduced = now.rate > 0
  return isReduced && now.rate <= (byLine[lineId] ?? 0) && now.cents <= (byLineCents[lineId] ?? 0)
}

const amountsOff = ({ byLine, centsByLine }: TakenOff): Map<string, ApprovedLine> =>
  new Map([...byLine].map(([id, rate]) => [id, { rate, cents: centsByLine.get(id) ?? 0 }]))
