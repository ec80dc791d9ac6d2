import { recordTrace } from './recordTrace'
import { stampOf } from './stamp'
import type { Till } from './till'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { TraceV1 } from '@/core/events/booksV1'
import type { UserV1 } from '@/core/events/saleV1'
import { goneLines, lineDetail, ticketDetail, type ActDone } from '@/core/lastAct'
import type { ParkedTicket } from '@/core/parking'
import type { Ticket } from '@/core/ticket'
import { moveTickets } from '@/storage/drafts'
import { writeFailure } from '@/storage/fault'

/** Where tickets stand once an act is done: at the counter, put aside, or no longer anywhere. */
export interface TicketPlaces {
  open: Ticket | null
  parked: ParkedTicket[]
  droppedIds: string[]
}

/** The ticket at the counter and those put aside, at one moment. */
export interface TicketsAt {
  counter: Ticket
  parked: readonly ParkedTicket[]
}

type Done = Promise<Result<true, SellingError>>

/** Puts a ticket aside. */
export function parkTicket(till: Till, user: UserV1, parked: ParkedTicket): Done {
  const places = { open: null, parked: [parked], droppedIds: [] }
  return move(till, places, [traceOf(till, user, 'ticket-parked', parked.ticket)])
}

/** Takes a parked ticket up again; the one at the counter, if any, is parked in its place. */
export function resumeTicket(
  till: Till,
  user: UserV1,
  resumed: Ticket,
  parked: ParkedTicket[],
): Done {
  const places = { open: resumed, parked, droppedIds: [] }
  return move(till, places, [
    ...parked.map(({ ticket }) => traceOf(till, user, 'ticket-parked', ticket)),
    traceOf(till, user, 'ticket-resumed', resumed),
  ])
}

/** Makes one ticket several: one goes on at the counter, the others are parked. */
export function splitTicket(
  till: Till,
  user: UserV1,
  whole: Ticket,
  open: Ticket,
  parked: ParkedTicket[],
): Done {
  const parts = { parts: parked.length + 1 }
  const places = { open, parked, droppedIds: [] }
  return move(till, places, [traceOf(till, user, 'ticket-split', whole, parts)])
}

/** Makes two tickets one, at the counter. */
export function mergeTicket(till: Till, user: UserV1, merged: Ticket, from: Ticket): Done {
  const places = { open: merged, parked: [], droppedIds: [from.ticketId] }
  return move(till, places, [
    traceOf(till, user, 'ticket-merged', merged, { mergedId: from.ticketId }),
  ])
}

/** Gives a ticket up before it was paid. */
export function cancelTicket(till: Till, user: UserV1, ticket: Ticket): Done {
  const places = { open: null, parked: [], droppedIds: [ticket.ticketId] }
  return move(till, places, [traceOf(till, user, 'ticket-cancelled', ticket)])
}

/** Keeps a parked ticket under another name; nothing of it is traced. */
export function renameParked(till: Till, parked: ParkedTicket): Done {
  return move(till, { open: null, parked: [parked], droppedIds: [] }, [])
}

/** Puts tickets back where they were before an act. */
export function undoAct(
  till: Till,
  user: UserV1,
  places: TicketPlaces,
  act: ActDone,
  undone: Ticket,
): Done {
  return move(till, places, [traceOf(till, user, 'act-undone', undone, { act })])
}

/** What is to be written so that tickets stand again where they stood before an act. */
export function placesBack(now: TicketsAt, before: TicketsAt): TicketPlaces {
  const open = before.counter.lines.length > 0 ? before.counter : null
  const idsOf = (parked: readonly ParkedTicket[]) => parked.map(({ ticket }) => ticket.ticketId)
  const staying = new Set([...(open ? [open.ticketId] : []), ...idsOf(before.parked)])
  return {
    open,
    parked: before.parked.filter(one => !now.parked.includes(one)),
    droppedIds: [now.counter.ticketId, ...idsOf(now.parked)].filter(id => !staying.has(id)),
  }
}

/** Traces the lines that an act took off a ticket; what was to be given back moves no goods. */
export async function traceGoneLines(
  till: Till,
  user: UserV1,
  before: Ticket,
  after: Ticket,
): Done {
  try {
    for (const line of goneLines(before, after)) {
      if (line.refund) continue
      await recordTrace(till, user, 'line-removed', lineDetail(before.ticketId, line))
    }
    return ok(true)
  } catch (error) {
    return refused(error)
  }
}

async function move(
  till: Till,
  { open, parked, droppedIds }: TicketPlaces,
  traces: TraceV1[],
): Done {
  const { at } = till.now()
  const row = (ticket: Ticket, parkedAt: string | null) => ({
    ticketId: ticket.ticketId,
    till: till.letter,
    ticket,
    keptAt: parkedAt ?? at,
    parkedAt,
    training: till.isTraining,
  })
  try {
    await moveTickets(till.tillDb, {
      kept: [
        ...parked.map(({ ticket, parkedAt }) => row(ticket, parkedAt)),
        ...(open ? [row(open, null)] : []),
      ],
      droppedIds,
      traces: traces.map(event => ({ ...stampOf(till, till.newId()), event })),
    })
    return ok(true)
  } catch (error) {
    return refused(error)
  }
}

function traceOf(
  { software }: Till,
  user: UserV1,
  what: TraceV1['what'],
  ticket: Ticket,
  more: TraceV1['detail'] = {},
): TraceV1 {
  return { kind: 'trace', what, detail: { ...ticketDetail(ticket), ...more }, user, software }
}

const refused = (error: unknown) => fail({ ...writeFailure(error), code: 'ticket-not-written' })
