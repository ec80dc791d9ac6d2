import { traceOf } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { TracedV1, TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { goneLines, lineDetail, ticketDetail, type ActionDone } from '@/core/ticket/lastAction'
import type { ParkedTicket } from '@/core/ticket/parking'
import { isEmptyTicket } from '@/core/payment/partPaid'
import type { Ticket } from '@/core/ticket/ticket'
import { moveTickets, type TicketMove } from '@/storage/ticket/drafts'
import { writeFaultOf } from '@/storage/fault'

/** Where tickets are after an action: at the counter, parked, or deleted. */
export interface TicketMoves {
  open: Ticket | null
  parked: ParkedTicket[]
  droppedIds: string[]
}

/** The ticket at the counter and the parked tickets, at one moment. */
export interface TicketsAt {
  counter: Ticket
  parked: readonly ParkedTicket[]
}

type Done = Promise<Result<true, SellingError>>

/** Parks a ticket. */
export function parkTicket(context: TillContext, user: UserV1, parked: ParkedTicket): Done {
  const moves = { open: null, parked: [parked], droppedIds: [] }
  return move(context, moves, [traceOfTicket(context, user, 'ticket-parked', parked.ticket)])
}

/** Resumes a parked ticket; a ticket at the counter is parked instead of it. */
export function resumeTicket(
  context: TillContext,
  user: UserV1,
  resumed: Ticket,
  parked: ParkedTicket[],
): Done {
  const moves = { open: resumed, parked, droppedIds: [] }
  return move(context, moves, [
    ...parked.map(({ ticket }) => traceOfTicket(context, user, 'ticket-parked', ticket)),
    traceOfTicket(context, user, 'ticket-resumed', resumed),
  ])
}

/** Splits a ticket: one part stays at the counter, the other parts are parked. */
export function splitTicket(
  context: TillContext,
  user: UserV1,
  whole: Ticket,
  open: Ticket,
  parked: ParkedTicket[],
): Done {
  const parts = { parts: parked.length + 1 }
  const moves = { open, parked, droppedIds: [] }
  return move(context, moves, [traceOfTicket(context, user, 'ticket-split', whole, parts)])
}

/** Merges two tickets into one, at the counter. */
export function mergeTicket(
  context: TillContext,
  user: UserV1,
  merged: Ticket,
  from: Ticket,
): Done {
  const moves = { open: merged, parked: [], droppedIds: [from.ticketId] }
  return move(context, moves, [
    traceOfTicket(context, user, 'ticket-merged', merged, { mergedId: from.ticketId }),
  ])
}

/** Cancels a ticket before it was paid. */
export function cancelTicket(context: TillContext, user: UserV1, ticket: Ticket): Done {
  const moves = { open: null, parked: [], droppedIds: [ticket.ticketId] }
  return move(context, moves, [traceOfTicket(context, user, 'ticket-cancelled', ticket)])
}

/** Renames a parked ticket; this leaves no trace. */
export function renameParked(context: TillContext, parked: ParkedTicket): Done {
  return move(context, { open: null, parked: [parked], droppedIds: [] }, [])
}

/** Puts tickets back where they were before an action. */
export function undoAction(
  context: TillContext,
  user: UserV1,
  moves: TicketMoves,
  done: ActionDone,
  undone: Ticket,
): Done {
  return move(context, moves, [traceOfTicket(context, user, 'act-undone', undone, { act: done })])
}

/** The writes that put tickets back where they were before an action. */
export function movesBack(now: TicketsAt, before: TicketsAt): TicketMoves {
  const open = isEmptyTicket(before.counter) ? null : before.counter
  const idsOf = (parked: readonly ParkedTicket[]) => parked.map(({ ticket }) => ticket.ticketId)
  const staying = new Set([...(open ? [open.ticketId] : []), ...idsOf(before.parked)])
  return {
    open,
    parked: before.parked.filter(one => !now.parked.includes(one)),
    droppedIds: [now.counter.ticketId, ...idsOf(now.parked)].filter(id => !staying.has(id)),
  }
}

/**
 * Traces the lines that an action removed from a ticket, all of them or none. A line of goods to
 * give back is not traced: removing it moves no goods.
 */
export async function traceGoneLines(
  context: TillContext,
  user: UserV1,
  before: Ticket,
  after: Ticket,
): Done {
  const traces = goneLines(before, after)
    .filter(line => !line.refund)
    .map(line => traceOf(context, user, 'line-removed', lineDetail(before.ticketId, line)))
  if (traces.length === 0) return ok(true)
  return written(context, { kept: [], droppedIds: [], traces })
}

async function move(
  context: TillContext,
  { open, parked, droppedIds }: TicketMoves,
  traces: TicketMove['traces'],
): Done {
  const { at } = context.now()
  const row = (ticket: Ticket, parkedAt: string | null) => ({
    ticketId: ticket.ticketId,
    till: context.tillCode,
    ticket,
    keptAt: parkedAt ?? at,
    parkedAt,
    training: context.isTraining,
  })
  const kept = [
    ...parked.map(({ ticket, parkedAt }) => row(ticket, parkedAt)),
    ...(open ? [row(open, null)] : []),
  ]
  return written(context, { kept, droppedIds, traces })
}

async function written(context: TillContext, tickets: TicketMove): Done {
  try {
    await moveTickets(context.tillDb, tickets)
    return ok(true)
  } catch (error) {
    return refused(error)
  }
}

const traceOfTicket = (
  context: TillContext,
  user: UserV1,
  what: TracedV1,
  ticket: Ticket,
  more: TraceV1['detail'] = {},
) => traceOf(context, user, what, { ...ticketDetail(ticket), ...more })

const refused = (error: unknown) => fail({ ...writeFaultOf(error), code: 'ticket-not-written' })
