import { type Ticket, type ApprovedOff, NOTHING_APPROVED } from './ticket'

type ApprovedTicket = Pick<Ticket, 'lines' | 'discounts' | 'approvedOff'>

/** Without what was approved of some lines, or (null) of the whole ticket. */
export function forgetApproval(
  approved: ApprovedOff,
  lineIds: readonly string[] | null,
): ApprovedOff {
  if (lineIds === null) return NOTHING_APPROVED
  const others = Object.entries(approved.byLine).filter(([id]) => !lineIds.includes(id))
  return { ...approved, byLine: Object.fromEntries(others) }
}

/** What was approved to be taken off a line, by itself or with any other of its ticket. */
export function approvedRate(ticket: ApprovedTicket, lineId: string): number {
  const line = ticket.lines.find(one => one.lineId === lineId)
  if (!line) return 0
  const { anyLine, byLine } = ticket.approvedOff
  // Something of its own weighs on it, beside what is on the whole ticket.
  const hasOwnPrice =
    line.priceReason !== '' || ticket.discounts.some(({ lineIds }) => lineIds?.includes(lineId))
  return Math.max(byLine[lineId] ?? 0, hasOwnPrice ? 0 : anyLine)
}

/**
 * What stays approved once lines of a ticket are on another, where `origins` tells the lines
 * they were by their new ids: of each, what it was approved for. What was approved of any line
 * stays only beside a discount on the whole ticket.
 */
export function carriedApproval(
  from: ApprovedTicket,
  to: Pick<Ticket, 'lines' | 'discounts'>,
  origins: ReadonlyMap<string, string> = new Map(),
): ApprovedOff {
  const rates = to.lines.map(({ lineId }) => {
    return [lineId, approvedRate(from, origins.get(lineId) ?? lineId)] as const
  })
  return {
    anyLine: to.discounts.some(({ lineIds }) => lineIds === null) ? from.approvedOff.anyLine : 0,
    byLine: Object.fromEntries(rates.filter(([, rate]) => rate > 0)),
  }
}
