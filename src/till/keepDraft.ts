import type { Till } from './till'
import { emptyTicket, type Ticket } from '@/core/ticket'
import { dropTicket, keepTicket, readLastTicket } from '@/storage/drafts'

/** Keeps the ticket in progress on disk, so that it survives a reload and a killed tab. */
export async function keepDraft(till: Till, ticket: Ticket): Promise<void> {
  if (ticket.lines.length === 0) await dropTicket(till.tillDb, ticket.ticketId)
  else await keepTicket(till.tillDb, till.letter, ticket, till.now().at, till.isTraining)
}

/** The ticket that was in progress when the till stopped, or a new one. */
export async function resumeDraft(till: Till): Promise<Ticket> {
  const kept = await readLastTicket(till.tillDb, till.letter, till.isTraining)
  return kept ?? emptyTicket(till.newId(), till.now().at)
}
