import type { TillContext } from '@/till/context'
import { traceOf } from '@/till/journal/recordTrace'
import { readGroup } from '@/till/sharing/group'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import {
  movedAway,
  movedHere,
  ticketsElsewhere,
  type TicketElsewhere,
} from '@/core/sharing/claims/parkedTickets'
import { rosterOf } from '@/core/sharing/roster'
import { ticketDetail } from '@/core/ticket/lastAction'
import type { ParkedTicket } from '@/core/ticket/parking'
import { writeFaultOf } from '@/storage/fault'
import { readMovedOf, readSharedTickets, keepTakenTicket } from '@/storage/sharing/parkedTickets'
import { watchTables } from '@/storage/watchTables'

/** A parked ticket of another till, with what the shop calls its device. */
export interface NamedTicket extends TicketElsewhere {
  deviceName: string
}

/** How a ticket of another till was taken, for its trace. */
export type HowTaken = 'claimed' | 'unreachable' | 'taken-over'

/** Parked tickets of the shop's other tills, the latest first; none in training. */
export async function listParkedElsewhere(context: TillContext): Promise<NamedTicket[]> {
  const group = await readGroup(context)
  if (!group || context.isTraining) return []
  const { tillDb } = context
  const shared = await readSharedTickets(tillDb)
  if (shared.length === 0) return []
  const names = await readDeviceNames(context)
  const found = ticketsElsewhere(shared, group.keys.device, new Set(names.keys()))
  const ids = found.map(({ ticketId }) => ticketId)
  // Sold here while no carrier could tell: it is theirs no more.
  const sold = new Set(await tillDb.journal.where('eventId').anyOf(ids).keys())
  const kept = new Set(await tillDb.tickets.where('ticketId').anyOf(ids).primaryKeys())
  return found
    .filter(({ ticketId }) => !sold.has(ticketId) && !kept.has(ticketId))
    .map(one => ({ ...one, deviceName: names.get(one.device) ?? '' }))
}

/** What the shop calls its devices, this one too; those that were put out are not among them. */
export async function readDeviceNames(context: TillContext): Promise<Map<string, string>> {
  const group = await readGroup(context)
  if (!group) return new Map()
  const statements = (await context.tillDb.statements.toArray()).map(({ statement }) => statement)
  const members = rosterOf(group.paperKey, statements).filter(({ removal }) => removal === null)
  return new Map(members.map(({ device, name }) => [device, name]))
}

/**
 * Puts a parked ticket of another till among those of this one, under its own id: sold on both, it is
 * seen to be. `turn` is that of the claim. Null when that till no longer has it, as far as is known.
 */
export async function takeParked(
  context: TillContext,
  user: UserV1,
  { ticketId, device, turn, how }: TakenTicket,
): Promise<Result<ParkedTicket | null, SellingError>> {
  const found = (await listParkedElsewhere(context)).find(
    one => one.ticketId === ticketId && one.device === device,
  )
  if (!found) return ok(null)
  const { tillDb, tillCode } = context
  const { parkedAt } = found.parked
  const { customerId } = found.parked.ticket
  const isKnown = customerId !== null && (await tillDb.customers.get(customerId)) !== undefined
  // Who was erased here is on no ticket.
  const ticket = { ...found.parked.ticket, customerId: isKnown ? customerId : null }
  const kept = { ticketId, till: tillCode, ticket, keptAt: parkedAt, parkedAt, training: false }
  const trace = traceOf(context, user, 'ticket-moved', {
    ...ticketDetail(ticket),
    from: device,
    name: found.deviceName,
    parkedAt,
    claim: how,
  })
  try {
    const isTaken = await keepTakenTicket(tillDb, kept, movedHere(found, turn), trace)
    return ok(isTaken ? { ticket, parkedAt } : null)
  } catch (error) {
    return fail({ ...writeFaultOf(error), code: 'ticket-not-written' })
  }
}
export interface TakenTicket {
  ticketId: string
  /** Where it is parked. */
  device: string
  turn: number
  how: HowTaken
}

/** Of parked tickets that are on the screen, those that another device took. */
export async function listMovedAway(
  context: TillContext,
  ticketIds: readonly string[],
): Promise<Set<string>> {
  const group = await readGroup(context)
  if (!group || ticketIds.length === 0) return new Set()
  const { tillDb } = context
  const shared = await readSharedTickets(tillDb)
  const here = await Promise.all(ticketIds.map(id => readMovedOf(tillDb, id)))
  return new Set(movedAway(group.keys.device, here, shared).keys())
}

/** Calls back after each write to what devices say of tickets. Returns a function that stops it. */
export const watchParkedElsewhere = (
  { tillDb }: Pick<TillContext, 'tillDb'>,
  onChange: () => void,
): (() => void) => watchTables(tillDb, ['sharedRows', 'statements'], onChange)
