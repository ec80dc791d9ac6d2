import type { UserV1 } from '@/core/journal/events/saleV1'
import type { SaleEntry } from '@/core/journal/journal'
import { referenceKey } from '@/core/journal/entryReference'
import type { Need } from '@/core/people/permissions'
import { lineBaseCents } from '@/core/ticket/lines'
import { ticketTotals } from '@/core/ticket/pricing'
import type { Ticket, TicketLine } from '@/core/ticket/ticket'
import { referenceOfSource, refundableLines } from './refund'

/** The sales whose goods a ticket gives back, and everything given back of them before. */
export interface SalesBack {
  sales: readonly SaleEntry[]
  refunds: readonly SaleEntry[]
}

/**
 * The permissions that giving back the goods of a ticket needs; none when nothing comes back, or when
 * all of it was approved. Amounts are of the goods that come back, not of the money: goods could come
 * back on paper only, against what another customer pays. What was given back of the same sales
 * before counts too, so that no limit is passed bit by bit.
 */
export function needsToGiveBack(ticket: Ticket, before: SalesBack): Need[] {
  const back = ticket.lines.filter(isUnapprovedBack)
  if (back.length === 0) return []
  const sources = new Set(back.flatMap(keyOfSource))
  const earlierCents = before.refunds
    .flatMap(({ event }) => event.lines)
    .filter(({ refundOf }) => refundOf && sources.has(referenceKey(referenceOfSource(refundOf))))
    .reduce((sum, { grossCents }) => sum - grossCents, 0)
  const amount = back.reduce((sum, line) => sum + lineBackCents(line), earlierCents)
  const undone = before.sales.filter(sale => sources.has(referenceKey(sale)))
  const isMoneyBack = ticketTotals(ticket).totalCents < 0
  const isWhole = isMoneyBack && undone.some(sale => isWholeBack(ticket, sale, before.refunds))
  const needs: Need[] = [{ permission: 'refund', amount }]
  if (isWhole) needs.push({ permission: 'refund-whole' })
  if (back.some(line => line.refund === null)) needs.push({ permission: 'refund-without-ticket' })
  return needs
}

/** The ticket after someone approved giving back its goods, exactly as they are now. */
export function approveGivingBack(ticket: Ticket, by: UserV1): Ticket {
  const lines = ticket.lines.map(line =>
    isUnapprovedBack(line) ? { ...line, approvedBack: { by, cents: lineBackCents(line) } } : line,
  )
  return ticket.lines.some(isUnapprovedBack) ? { ...ticket, lines } : ticket
}

/** Who approved goods that a ticket gives back, each once. */
export function approversOfBack(ticket: Ticket): UserV1[] {
  const by = ticket.lines.flatMap(line =>
    isBack(line) && !isUnapprovedBack(line) ? (line.approvedBack?.by ?? []) : [],
  )
  return [...new Map(by.map(user => [user.userId, user])).values()]
}

/** Whether a ticket gives anything back. */
export const givesBack = (ticket: Ticket): boolean => ticket.lines.some(isBack)

/** Whether nothing of a sale is left once the ticket is sealed. */
function isWholeBack(ticket: Ticket, sale: SaleEntry, refunds: readonly SaleEntry[]): boolean {
  const milliBack = new Map<number, number>()
  for (const line of ticket.lines) {
    if (!line.refund || keyOfSource(line)[0] !== referenceKey(sale)) continue
    const { line: lineIndex } = line.refund.source
    milliBack.set(lineIndex, (milliBack.get(lineIndex) ?? 0) - line.quantityMilli)
  }
  return refundableLines(sale, refunds).every(
    ({ lineIndex, leftMilli }) => leftMilli <= (milliBack.get(lineIndex) ?? 0),
  )
}

const isBack = ({ quantityMilli }: TicketLine) => quantityMilli < 0

/** An approval is of an amount: goods that changed since are not approved. */
const isUnapprovedBack = (line: TicketLine) =>
  isBack(line) && (line.approvedBack === undefined || line.approvedBack.cents < lineBackCents(line))

const lineBackCents = (line: TicketLine) => line.refund?.grossCents ?? 0 - lineBaseCents(line)

const keyOfSource = ({ refund }: TicketLine) =>
  refund ? [referenceKey(referenceOfSource(refund.source))] : []
