import type { Till } from './till'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { ParkedTicket } from '@/core/parking'
import { isEmptyTicket } from '@/core/partPaid'
import type { Tender } from '@/core/tender'
import { emptyTicket, type Ticket } from '@/core/ticket'
import { dropTicket, keepTicket, readTickets } from '@/storage/drafts'
import { writeFailure } from '@/storage/fault'

/** Keeps the ticket in progress on disk, so that it survives a reload and a killed tab. */
export async function keepDraft(till: Till, ticket: Ticket): Promise<void> {
  const { ticketId } = ticket
  if (isEmptyTicket(ticket)) await dropTicket(till.tillDb, ticketId)
  else {
    await keepTicket(till.tillDb, {
      ticketId,
      till: till.letter,
      ticket,
      keptAt: till.now().at,
      parkedAt: null,
      training: till.isTraining,
    })
  }
}

/**
 * Keeps what was taken of a ticket's payment; once it succeeds it is on disk, with the ticket,
 * so that what a card was debited is neither forgotten nor taken twice.
 */
export async function keepTaken(
  till: Till,
  ticket: Ticket,
  taken: readonly Tender[],
): Promise<Result<true, SellingError>> {
  try {
    await keepDraft(till, { ...ticket, taken })
    return ok(true)
  } catch (error) {
    return fail({ ...writeFailure(error), code: 'tender-not-written' })
  }
}

/** The ticket that was in progress when the till stopped, or a new one. */
export async function resumeDraft(till: Till): Promise<Ticket> {
  const { open } = await readTickets(till.tillDb, till.letter, till.isTraining)
  return open ?? emptyTicket(till.newId(), till.now().at)
}

/** The tickets put aside, the last first. */
export async function listParked(till: Till): Promise<ParkedTicket[]> {
  return (await readTickets(till.tillDb, till.letter, till.isTraining)).parked
}
