import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { ticketTotals } from './pricing'
import { type Ticket, type TicketLine } from './ticket'
import { lineBaseCents } from './lines'

/** How long the last action can be undone, in milliseconds. */
export const UNDO_MS = 10_000

/** The last action on the ticket, as shown beside the button that undoes it. */
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

/** What was done to a ticket, as shown beside the button that undoes it. */
export interface TicketAction {
  done: ActionDone
  /** Name of the line concerned; empty when there is none. */
  name: string
  /** Quantity added, or the new quantity of the line; absent when it is not about one. */
  quantityMilli?: number
}

/** What an action did to a ticket. */
export function actionDone(before: Ticket, after: Ticket): TicketAction {
  const was = new Map(before.lines.map(line => [line.lineId, line]))
  const added = after.lines.find(line => !was.has(line.lineId))
  if (added) return { done: 'added', name: added.name, quantityMilli: added.quantityMilli }
  const gone = goneLines(before, after)
  const [only, another] = gone
  if (only && after.lines.length === 0 && another) return { done: 'cleared', name: '' }
  if (only) return { done: 'removed', name: only.name, quantityMilli: only.quantityMilli }
  const moved = after.lines.find(line => was.get(line.lineId)?.quantityMilli !== line.quantityMilli)
  if (moved) return { ...quantityDone(was.get(moved.lineId), moved), name: moved.name }
  return { done: discountDone(before, after), name: '' }
}

/** Lines of `before` that `after` no longer has. */
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

/** One more piece is what a second tap on a tile adds. */
function quantityDone(
  was: TicketLine | undefined,
  { quantityMilli }: TicketLine,
): Pick<TicketAction, 'done' | 'quantityMilli'> {
  return was && quantityMilli === was.quantityMilli + 1000
    ? { done: 'added', quantityMilli: 1000 }
    : { done: 'quantity', quantityMilli }
}

/**
 * Detail of the trace of a ticket that was parked, resumed, split, merged or cancelled. It leaves
 * out the ticket's name: it may be the name of a person, which could then never be erased.
 */
export function ticketDetail(ticket: Ticket): TraceV1['detail'] {
  const { totalCents, pieces } = ticketTotals(ticket)
  return { ticketId: ticket.ticketId, totalCents, pieces }
}

/** Detail of the trace of a line removed from a ticket before payment. */
export function lineDetail(ticketId: string, line: TicketLine): TraceV1['detail'] {
  const { name, quantityMilli } = line
  return { ticketId, name, quantityMilli, amountCents: lineBaseCents(line) }
}
