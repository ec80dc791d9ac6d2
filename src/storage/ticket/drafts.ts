import type { Table } from 'dexie'
import { appendEvent, sealingTables, type Unsealed } from '@/storage/journal/append'
import type { KeptTicket, TillDatabase } from '@/storage/databases'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { lastFirst, type ParkedTicket } from '@/core/ticket/parking'
import { ticketFromKept } from '@/core/ticket/keptTicket'
import type { Ticket } from '@/core/ticket/ticket'

/** Tickets of a till that are not sold yet; each is either open or parked. */
export interface KeptTickets {
  /** The ticket being worked on when the till stopped. */
  open: Ticket | undefined
  /** Parked tickets, the latest first. */
  parked: ParkedTicket[]
}

/** A move of tickets, written as a whole or not at all. */
export interface TicketMove {
  kept: KeptTicket[]
  droppedIds: string[]
  /** Sealed in the same transaction, so that no ticket moves without its trace (R4). */
  traces: Unsealed<TraceV1>[]
}

/**
 * Stores a ticket in progress. The commit is requested together with the write: once this was
 * called, even a tab killed immediately loses nothing, because the browser completes it alone.
 */
export function keepTicket(db: TillDatabase, kept: KeptTicket): Promise<void> {
  return db.transaction('rw', db.tickets, async transaction => {
    const written = db.tickets.put(kept)
    transaction.idbtrans.commit()
    await written
  })
}

/** Deletes a ticket that was emptied before payment. */
export async function dropTicket(db: TillDatabase, ticketId: string): Promise<void> {
  await db.tickets.delete(ticketId)
}

/** Parks, resumes, splits, merges or cancels tickets, in one strict transaction. */
export async function moveTickets(db: TillDatabase, move: TicketMove): Promise<void> {
  await moveTicketsBy(db, [], () => Promise.resolve(move))
}

/**
 * As `moveTickets`, where what is to move depends on what is stored: `decide` may read and write
 * `tables` besides, in the same transaction. False where it decides for nothing.
 */
export function moveTicketsBy(
  db: TillDatabase,
  tables: readonly Table[],
  decide: () => Promise<TicketMove | null>,
): Promise<boolean> {
  const all = [...new Set<Table>([...sealingTables(db), db.tickets, ...tables])]
  return db.transaction('rw', all, async () => {
    const move = await decide()
    if (!move) return false
    await db.tickets.bulkPut(move.kept)
    await db.tickets.bulkDelete(move.droppedIds)
    for (const { event, ...stamp } of move.traces) await appendEvent(db, stamp, () => event)
    return true
  })
}

/**
 * The unsold tickets of a mode. The ticket last worked on is open; any other is parked, whatever a
 * kill left unfinished, so that each is shown exactly once. A ticket that is already in the journal
 * was sold just before the tab died, or was written again afterwards: it is deleted.
 */
export function readTickets(db: TillDatabase, isTraining: boolean): Promise<KeptTickets> {
  return db.transaction('rw', db.tickets, db.journal, async () => {
    // Whichever till code it was kept under: a page may have kept one as the till went on under another.
    const newestFirst = (await db.tickets.orderBy('[till+keptAt]').toArray()).toSorted(
      (a, b) => Number(a.keptAt < b.keptAt) - Number(a.keptAt > b.keptAt),
    )
    const ofMode = newestFirst.filter(kept => (kept.training ?? false) === isTraining)
    const ids = ofMode.map(({ ticketId }) => ticketId)
    const sold = new Set(await db.journal.where('eventId').anyOf(ids).keys())
    const unsold = ofMode.filter(({ ticketId }) => !sold.has(ticketId))
    await db.tickets.bulkDelete(ids.filter(ticketId => sold.has(ticketId)))
    const open = unsold.find(({ parkedAt }) => !parkedAt)
    const parked = unsold
      .filter(kept => kept !== open)
      .map(({ ticket, parkedAt, keptAt }) => ({
        ticket: ticketFromKept(ticket),
        parkedAt: parkedAt ?? keptAt,
      }))
    return { open: open && ticketFromKept(open.ticket), parked: lastFirst(parked) }
  })
}
