import { type Ticket, type ApprovedOff, NOTHING_APPROVED } from './ticket'

type ApprovedTicket = Pick<Ticket, 'lines' | 'discounts' | 'approvedOff'>

/** The approvals without the approval of some lines, or (null) without any approval. */
export function forgetApproval(
  approved: ApprovedOff,
  lineIds: readonly string[] | null,
): ApprovedOff {
  if (lineIds === null) return NOTHING_APPROVED
  const others = Object.entries(approved.byLine).filter(([id]) => !lineIds.includes(id))
  return { ...approved, byLine: Object.fromEntries(others) }
}

/**
 * Approved reduction of a line, by its own approval or by the approval for any line of the ticket.
 * In hundredths of a percent of the list price.
 */
export function approvedRate(ticket: ApprovedTicket, lineId: string): number {
  const line = ticket.lines.find(one => one.lineId === lineId)
  if (!line) return 0
  const { anyLine, byLine } = ticket.approvedOff
  // A lowered price or a discount of its own applies, besides discounts on the whole ticket.
  const hasOwnPrice =
    line.priceReason !== '' || ticket.discounts.some(({ lineIds }) => lineIds?.includes(lineId))
  return Math.max(byLine[lineId] ?? 0, hasOwnPrice ? 0 : anyLine)
}

/**
 * Approvals for lines that were moved to another ticket: each line keeps its approved reduction.
 * `origins` gives the earlier id of a line with a new id. The approval for any line is kept only
 * when the new ticket has a discount on the whole ticket.
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
