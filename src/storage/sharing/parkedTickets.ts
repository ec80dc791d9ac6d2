import type { Table } from 'dexie'
import type { KeptTicket, TillDatabase } from '@/storage/databases'
import type { Unsealed } from '@/storage/journal/append'
import { moveTicketsBy } from '@/storage/ticket/drafts'
import {
  isToBeHeard,
  movedAway,
  ownParkedValues,
  PARKED_ROWS,
  sharedTickets,
  type SharedTicket,
  type TicketMoved,
} from '@/core/sharing/claims/parkedTickets'
import type { OwnValues } from '@/core/sharing/sharedRow'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { ticketFromKept } from '@/core/ticket/keptTicket'
import type { Ticket } from '@/core/ticket/ticket'

/** Where it is kept how often a ticket of this till moved, by its id. */
const MOVED = 'moved/'

/** Tables that saying the parked tickets reads. */
export const tablesOfParked = ({
  tickets,
  journal,
  sharing,
  sharedRows,
}: TillDatabase): Table[] => [tickets, journal, sharing, sharedRows]

/** What this device says of its parked tickets; inside a transaction of `tablesOfParked`. */
export async function readOwnParked(db: TillDatabase, own: string): Promise<OwnValues> {
  const rows = await parkedRows(db)
  const shared = sharedTickets(rows)
  const moved = new Map((await readMoved(db)).map(one => [one.ticketId, one]))
  const parked = (await unsoldParked(db)).map(({ ticketId, ticket, parkedAt, keptAt }) => ({
    ...(moved.get(ticketId) ?? neverMoved(ticketId)),
    parked: { ticket: ticketFromKept(ticket), parkedAt: parkedAt ?? keptAt },
  }))
  const here = new Set(parked.map(({ ticketId }) => ticketId))
  const gone = [...moved.values()].filter(
    one => !here.has(one.ticketId) && isToBeHeard(one, own, shared),
  )
  return ownParkedValues(own, [...parked, ...gone.map(one => ({ ...one, parked: null }))], rows)
}

/** What devices say of their parked tickets, this one too. */
export const readSharedTickets = async (db: TillDatabase): Promise<SharedTicket[]> =>
  sharedTickets(await parkedRows(db))

/** How often a ticket of this till moved. */
export async function readMovedOf(db: TillDatabase, ticketId: string): Promise<TicketMoved> {
  const kept = await db.sharing.get(`${MOVED}${ticketId}`)
  return (kept?.value as TicketMoved | undefined) ?? neverMoved(ticketId)
}

/** Notes that a ticket of this till was claimed. */
export async function keepMoved(db: TillDatabase, moved: TicketMoved): Promise<void> {
  await db.sharing.put({ name: `${MOVED}${moved.ticketId}`, value: moved })
}

/**
 * Puts a ticket of another till among the parked ones of this till, with its trace, in one strict
 * transaction. False, and nothing done, when it was sold here.
 */
export const keepTakenTicket = (
  db: TillDatabase,
  kept: KeptTicket,
  moved: TicketMoved,
  trace: Unsealed<TraceV1>,
): Promise<boolean> =>
  moveTicketsBy(db, [db.sharing], async () => {
    if ((await db.journal.where('eventId').equals(kept.ticketId).count()) > 0) return null
    await keepMoved(db, moved)
    return { kept: [kept], droppedIds: [], traces: [trace] }
  })

/**
 * Drops the parked tickets that other devices took, each with its trace, and forgets the moves of
 * tickets that nobody asks about any more. A ticket at the counter stays.
 */
export const dropMovedAway = (
  db: TillDatabase,
  own: string,
  traceOf: (ticket: Ticket, to: string) => Unsealed<TraceV1>,
): Promise<boolean> =>
  moveTicketsBy(db, tablesOfParked(db), async () => {
    const others = (await readSharedTickets(db)).filter(one => one.device !== own)
    const moves = await readMoved(db)
    if (others.length === 0 && moves.length === 0) return null
    const parked = await unsoldParked(db)
    const moved = new Map(moves.map(one => [one.ticketId, one]))
    const here = parked.map(({ ticketId }) => moved.get(ticketId) ?? neverMoved(ticketId))
    const away = movedAway(own, here, others)
    for (const { ticketId } of moves) {
      const isHere = !away.has(ticketId) && (await db.tickets.get(ticketId)) !== undefined
      const isAsked = others.some(one => one.ticketId === ticketId)
      if (!isHere && !isAsked) await db.sharing.delete(`${MOVED}${ticketId}`)
    }
    const traces = parked.flatMap(({ ticketId, ticket }) => {
      const to = away.get(ticketId)
      return to === undefined ? [] : [traceOf(ticketFromKept(ticket), to)]
    })
    return { kept: [], droppedIds: [...away.keys()], traces }
  })

const neverMoved = (ticketId: string): TicketMoved => ({ ticketId, turn: 0, through: [] })

const parkedRows = (db: TillDatabase) =>
  db.sharedRows.where('key').startsWith(PARKED_ROWS).toArray()

async function readMoved(db: TillDatabase): Promise<TicketMoved[]> {
  const kept = await db.sharing.where('name').startsWith(MOVED).toArray()
  return kept.map(({ value }) => value as TicketMoved)
}

/** Parked tickets that are no lessons. One that is in the journal was sold just before a kill. */
async function unsoldParked(db: TillDatabase): Promise<KeptTicket[]> {
  const parked = (await db.tickets.toArray()).filter(one => one.parkedAt && !one.training)
  if (parked.length === 0) return parked
  const ids = parked.map(({ ticketId }) => ticketId)
  const sold = new Set(await db.journal.where('eventId').anyOf(ids).keys())
  return parked.filter(({ ticketId }) => !sold.has(ticketId))
}
