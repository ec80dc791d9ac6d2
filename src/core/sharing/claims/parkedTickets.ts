import * as v from 'valibot'
import { ticketShape } from '@/core/backup/rowShapes'
import { MAX_PIECES } from '@/core/ticket/lines'
import { lastFirst, type ParkedTicket } from '@/core/ticket/parking'
import type { Ticket } from '@/core/ticket/ticket'
import type { Plain } from '@/core/sharing/register'
import { valueOf, type OwnValues, type SharedRow } from '@/core/sharing/sharedRow'

/** How often a ticket moved from one till to another, and from which; nothing for most tickets. */
export interface TicketMoved {
  ticketId: string
  /** The turn of the claim that it was last taken by; 0 where it never was. */
  turn: number
  /** The devices that it was on before. */
  through: readonly string[]
}

/** A parked ticket as its device says it. */
export interface SharedTicket extends TicketMoved {
  device: string
  /** Null: it was taken from another device, which is to hear of it, and is not parked. */
  parked: ParkedTicket | null
}

/** A parked ticket of another till. */
export interface TicketElsewhere extends SharedTicket {
  parked: ParkedTicket
}

/** A device's registers are numbered anew as tickets go: of what is gone nothing is left. */
const PARKED = 'parked'
const MOST_LETTERS = 60_000
const MOST_LINES = 500
const MOST_CENTS = 1_000_000_000
const MOST_RATE = 10_000
const MOST_MOVES = 50

/** The subject of all that a device says of its parked tickets. */
export const parkedSubject = (device: string): string => `${PARKED}/${device}`

/** Where the rows of parked tickets begin, of any device. */
export const PARKED_ROWS = `${PARKED}/`

/**
 * Whether a parked ticket may be resumed on another till: not one for which money was taken, or with
 * goods to give back; these stay where they are. Its sums are within bounds, whoever wrote it.
 */
export function isShareable(ticket: Ticket): boolean {
  const { lines, discounts, taken } = ticket
  const isCents = (cents: number) => Math.abs(cents) <= MOST_CENTS
  return (
    taken.length === 0 &&
    lines.length > 0 &&
    lines.length <= MOST_LINES &&
    new Set(lines.map(({ lineId }) => lineId)).size === lines.length &&
    lines.every(
      line =>
        line.refund === null &&
        line.quantityMilli > 0 &&
        line.quantityMilli <= MAX_PIECES * 1000 &&
        line.vatRate >= 0 &&
        line.vatRate <= MOST_RATE &&
        [line.unitPriceCents, line.listPriceCents, line.ecotaxCents].every(isCents) &&
        line.unitPriceCents >= 0,
    ) &&
    discounts.length <= MOST_LINES &&
    discounts.every(
      ({ kind, value }) => value >= 0 && value <= (kind === 'percent' ? MOST_RATE : MOST_CENTS),
    ) &&
    JSON.stringify(ticket).length <= MOST_LETTERS
  )
}

const device = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const valueShape = v.strictObject({
  ticketId: v.pipe(v.string(), v.nonEmpty(), v.maxLength(100)),
  turn: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(2 ** 31)),
  through: v.pipe(v.array(device), v.maxLength(MOST_MOVES)),
  parkedAt: v.pipe(v.string(), v.isoTimestamp()),
  ticket: v.nullable(v.pipe(ticketShape, v.check(isShareable))),
})

/**
 * What a device says of its parked tickets, by key. A ticket keeps the register that said it last,
 * others take the lowest that is free, so that there are never more than were parked at one time.
 */
export function ownParkedValues(
  own: string,
  tickets: readonly (TicketMoved & { parked: ParkedTicket | null })[],
  rows: readonly SharedRow[],
): OwnValues {
  const before = new Map(
    rows.flatMap(({ key, applied }) => {
      const said = key.startsWith(`${parkedSubject(own)}/`)
        ? v.safeParse(valueShape, applied)
        : null
      return said?.success ? [[said.output.ticketId, key] as const] : []
    }),
  )
  const values = new Map<string, Plain>()
  const wanted = tickets.filter(one => one.parked === null || isShareable(one.parked.ticket))
  for (const one of wanted) {
    const key = before.get(one.ticketId)
    if (key !== undefined) values.set(key, valueFor(one))
  }
  let slot = 0
  for (const one of wanted.filter(({ ticketId }) => !before.has(ticketId))) {
    while (values.has(`${parkedSubject(own)}/${slot}`)) slot += 1
    values.set(`${parkedSubject(own)}/${slot}`, valueFor(one))
  }
  return values
}

function valueFor({ ticketId, turn, through, parked }: TicketMoved & Pick<SharedTicket, 'parked'>) {
  return {
    ticketId,
    turn,
    through: through.slice(-MOST_MOVES),
    parkedAt: parked?.parkedAt ?? EARLIEST,
    ticket: (parked?.ticket ?? null) as unknown as Plain,
  }
}
const EARLIEST = '1970-01-01T00:00:00.000Z'

/** What devices say of their parked tickets; what no till could have written is left out. */
export function sharedTickets(rows: readonly SharedRow[]): SharedTicket[] {
  return rows.flatMap(row => {
    const [kind, of = ''] = row.key.split('/')
    const said = v.safeParse(valueShape, valueOf(new Map([[row.key, row]]), row.key))
    if (kind !== PARKED || !said.success) return []
    const { ticketId, turn, through, parkedAt, ticket } = said.output
    if (ticket && ticket.ticketId !== ticketId) return []
    return { device: of, ticketId, turn, through, parked: ticket && { ticket, parkedAt } }
  })
}

/** Whether a device took a ticket from where another one says that it is. */
const hasLeft = (left: TicketMoved & { device: string }, taken: SharedTicket): boolean =>
  taken.ticketId === left.ticketId &&
  taken.device !== left.device &&
  taken.turn > left.turn &&
  taken.through.includes(left.device)

/** Parked tickets of the other tills, each once, the latest first. `present` are the shop's devices. */
export function ticketsElsewhere(
  shared: readonly SharedTicket[],
  own: string,
  present: ReadonlySet<string>,
): TicketElsewhere[] {
  const members = shared.filter(one => present.has(one.device))
  const others = members.filter(
    (one): one is TicketElsewhere =>
      one.parked !== null && one.device !== own && !members.some(taken => hasLeft(one, taken)),
  )
  const inOrder = lastFirst(others.map(({ parked }) => parked))
  return others.toSorted((a, b) => inOrder.indexOf(a.parked) - inOrder.indexOf(b.parked))
}

/** Tickets of this device that others took, with the device that has each now. */
export function movedAway(
  own: string,
  here: readonly TicketMoved[],
  shared: readonly SharedTicket[],
): Map<string, string> {
  return new Map(
    here.flatMap(one => {
      const taken = shared.find(other => hasLeft({ ...one, device: own }, other))
      return taken ? [[one.ticketId, taken.device] as const] : []
    }),
  )
}

/** Whether others are still to hear that a ticket was taken from them. */
export const isToBeHeard = (moved: TicketMoved, own: string, shared: readonly SharedTicket[]) =>
  shared.some(one => one.device !== own && hasLeft(one, { ...moved, device: own, parked: null }))

/** A ticket once this device took it from another. */
export const movedHere = ({ ticketId, device: from, through }: SharedTicket, turn: number) => ({
  ticketId,
  turn,
  through: [...through.filter(one => one !== from), from],
})
