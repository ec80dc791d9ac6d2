import { Dexie } from 'dexie'
import type { TillDatabase } from './databases'
import type { Ticket } from '@/core/ticket'

/**
 * Keeps a ticket in progress. One already sealed is not kept again: a late write never
 * brings back what was sold.
 */
export function keepTicket(
  db: TillDatabase,
  till: string,
  ticket: Ticket,
  keptAt: string,
): Promise<void> {
  return db.transaction('rw', db.tickets, db.journal, async () => {
    const isSold = (await db.journal.where('eventId').equals(ticket.ticketId).count()) > 0
    if (isSold) return
    await db.tickets.put({ ticketId: ticket.ticketId, till, ticket, keptAt })
  })
}

/** Forgets a ticket that was emptied before it was paid. */
export async function dropTicket(db: TillDatabase, ticketId: string): Promise<void> {
  await db.tickets.delete(ticketId)
}

/** The ticket last worked on, if it is not sold yet. */
export async function readLastTicket(db: TillDatabase, till: string): Promise<Ticket | undefined> {
  const kept = await db.tickets
    .where('[till+keptAt]')
    .between([till, Dexie.minKey], [till, Dexie.maxKey])
    .last()
  return kept?.ticket
}
