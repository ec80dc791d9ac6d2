import type { Till } from './till'
import type { ParkedTicket } from '@/core/parking'
import { emptyTicket, type Ticket } from '@/core/ticket'
import { dropTicket, keepTicket, readTickets } from '@/storage/drafts'

/** Keeps the ticket in progress on disk, so that it survives a reload and a killed tab. */
export async function keepDraft(till: Till, ticket: Ticket): Promise<void> {
  const { ticketId } = ticket
  if (ticket.lines.length === 0) await dropTicket(till.tillDb, ticketId)
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

/** The ticket that was in progress when the till stopped, or a new one. */
export async function resumeDraft(till: Till): Promise<Ticket> {
  const { open } = await readTickets(till.tillDb, till.letter, till.isTraining)
  return open ?? emptyTicket(till.newId(), till.now().at)
}

/** The tickets put aside, the last first. */
export async function listParked(till: Till): Promise<ParkedTicket[]> {
  return (await readTickets(till.tillDb, till.letter, till.isTraining)).parked
}
