import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { ticketTotals } from './pricing'
import { type Ticket, type TicketLine } from './ticket'
import { lineBaseCents } from './lines'

/** How long the last action can be undone, in milliseconds. */
export const UNDO_MS = 10_000

/** What was done last to the ticket, as it is told beside the offer to undo it. */
export type ActionDone =
  | 'added'
  | 'quantity'
  | 'removed'
  | 'cleared'
  | 'discount'
  | 'discount-added'
  | 'discount-removed'
  | 'changed'
  | 'parked'
  | 'resumed'
  | 'discarded'
  | 'split'
  | 'merged'

/** What an act did to a ticket, and the name of the line it was done to; empty for none. */
export function actionDone(before: Ticket, after: Ticket): { done: ActionDone; name: string } {
  const was = new Map(before.lines.map(line => [line.lineId, line]))
  const added = after.lines.find(line => !was.has(line.lineId))
  if (added) return { done: 'added', name: added.name }
  const gone = goneLines(before, after)
  const [only, another] = gone
  if (only && after.lines.length === 0 && another) return { done: 'cleared', name: '' }
  if (only) return { done: 'removed', name: only.name }
  const moved = after.lines.find(line => was.get(line.lineId)?.quantityMilli !== line.quantityMilli)
  if (moved) return { done: quantityDone(was.get(moved.lineId), moved), name: moved.name }
  return { done: discountDone(before, after), name: '' }
}

/** Lines of a ticket that another state of it no longer has. */
export function goneLines(before: Ticket, after: Ticket): TicketLine[] {
  const kept = new Set(after.lines.map(line => line.lineId))
  return before.lines.filter(line => !kept.has(line.lineId))
}

/** What became of the ticket's discounts, where the lines are as they were. */
function discountDone(before: Ticket, after: Ticket): ActionDone {
  if (before.discounts === after.discounts) return 'changed'
  const more = after.discounts.length - before.discounts.length
  if (more === 0) return 'discount'
  return more > 0 ? 'discount-added' : 'discount-removed'
}

/** One piece more is what a second tap on an article does. */
function quantityDone(was: TicketLine | undefined, line: TicketLine): ActionDone {
  return was && line.quantityMilli === was.quantityMilli + 1000 ? 'added' : 'quantity'
}

/**
 * What a trace says of a ticket that was parked, resumed, split, merged or cancelled. Not what
 * it is called: that may be somebody's name, which could then never be erased.
 */
export function ticketDetail(ticket: Ticket): TraceV1['detail'] {
  const { totalCents, pieces } = ticketTotals(ticket)
  return { ticketId: ticket.ticketId, totalCents, pieces }
}

/** What a trace says of a line that was taken off a ticket before it was paid. */
export function lineDetail(ticketId: string, line: TicketLine): TraceV1['detail'] {
  const { name, quantityMilli } = line
  return { ticketId, name, quantityMilli, amountCents: lineBaseCents(line) }
}
