import { traceOf } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { ParkedTicket } from '@/core/ticket/parking'
import { goneTenders, isEmptyTicket, tenderDetail } from '@/core/payment/partPaid'
import type { Tender } from '@/core/payment/tender'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import type { KeptTicket } from '@/storage/databases'
import { dropTicket, keepTicket, moveTickets, readTickets } from '@/storage/ticket/drafts'
import { writeFaultOf } from '@/storage/fault'

/** Stores the ticket in progress on disk, so that it survives a reload and a killed tab. */
export async function keepDraft(context: TillContext, ticket: Ticket): Promise<void> {
  if (isEmptyTicket(ticket)) await dropTicket(context.tillDb, ticket.ticketId)
  else await keepTicket(context.tillDb, keptTicketOf(context, ticket))
}

/** Stores the ticket in progress; the error says that it is on the screen only. */
export async function keepInProgress(
  context: TillContext,
  ticket: Ticket,
): Promise<Result<true, SellingError>> {
  try {
    await keepDraft(context, ticket)
    return ok(true)
  } catch (error) {
    return fail({ ...writeFaultOf(error), code: 'ticket-not-written' })
  }
}

/**
 * Stores the tenders taken for a ticket; on disk once it succeeds, with the ticket, so that an
 * amount debited from a card is neither forgotten nor taken twice. A removed tender leaves its
 * trace in the same transaction (R4).
 */
export async function keepTaken(
  context: TillContext,
  user: UserV1,
  ticket: Ticket,
  taken: readonly Tender[],
): Promise<Result<true, SellingError>> {
  const next = { ...ticket, taken }
  const { ticketId } = ticket
  const traces = goneTenders(ticket.taken, taken).map(tender =>
    traceOf(context, user, 'tender-removed', tenderDetail(tender, { ticketId })),
  )
  try {
    if (traces.length === 0) await keepDraft(context, next)
    else {
      const [kept, droppedIds] = isEmptyTicket(next)
        ? [[], [ticketId]]
        : [[keptTicketOf(context, next)], []]
      await moveTickets(context.tillDb, { kept, droppedIds, traces })
    }
    return ok(true)
  } catch (error) {
    return fail({ ...writeFaultOf(error), code: 'tender-not-written' })
  }
}

/** The ticket that was in progress when the till stopped, or a new ticket. */
export async function resumeDraft(context: TillContext): Promise<Ticket> {
  const { open } = await readTickets(context.tillDb, context.isTraining)
  return open ?? emptyTicket(context.newId(), context.now().at)
}

/** The parked tickets, the last parked first. */
export async function listParked(context: TillContext): Promise<ParkedTicket[]> {
  return (await readTickets(context.tillDb, context.isTraining)).parked
}

/** The ticket in progress as it is stored. */
export const keptTicketOf = (context: TillContext, ticket: Ticket): KeptTicket => ({
  ticketId: ticket.ticketId,
  till: context.tillCode,
  ticket,
  keptAt: context.now().at,
  parkedAt: null,
  training: context.isTraining,
})
