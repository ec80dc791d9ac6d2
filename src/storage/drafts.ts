import { Dexie } from 'dexie'
import type { TillDatabase } from './databases'
import { ticketFromKept, type Ticket } from '@/core/ticket'

/**
 * Keeps a ticket in progress. The commit is asked for with the write itself, so that once
 * this has been called even a tab killed at once loses nothing: the browser ends it alone.
 */
export function keepTicket(
  db: TillDatabase,
  till: string,
  ticket: Ticket,
  keptAt: string,
  training: boolean,
): Promise<void> {
  return db.transaction('rw', db.tickets, async transaction => {
    const written = db.tickets.put({ ticketId: ticket.ticketId, till, ticket, keptAt, training })
    transaction.idbtrans.commit()
    await written
  })
}

/** Forgets a ticket that was emptied before it was paid. */
export async function dropTicket(db: TillDatabase, ticketId: string): Promise<void> {
  await db.tickets.delete(ticketId)
}

/**
 * The ticket last worked on that is not sold yet: of a lesson in training mode, of real selling
 * else. One that is in the journal was sold just before the tab died, or written once too often
 * after: it is dropped.
 */
export function readLastTicket(
  db: TillDatabase,
  till: string,
  inTraining: boolean,
): Promise<Ticket | undefined> {
  return db.transaction('rw', db.tickets, db.journal, async () => {
    const kept = await db.tickets
      .where('[till+keptAt]')
      .between([till, Dexie.minKey], [till, Dexie.maxKey])
      .reverse()
      .filter(({ training = false }) => training === inTraining)
      .toArray()
    for (const { ticketId, ticket } of kept) {
      const isSold = (await db.journal.where('eventId').equals(ticketId).count()) > 0
      if (!isSold) return ticketFromKept(ticket)
      await db.tickets.delete(ticketId)
    }
    return undefined
  })
}
