import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCatalogueStore } from './catalogue'
import { useLastActStore } from './lastAct'
import { usePeopleStore } from './people'
import { useProblemStore } from './problem'
import { useTicketStore } from './ticket'
import { useTill } from './useTill'
import { useWriteBehind } from './writeBehind'
import type { Article } from '@/core/article'
import type { ActDone } from '@/core/lastAct'
import { mergeTickets } from '@/core/mergeTickets'
import { lastFirst, refreshPrices, summaryOf, type ParkedTicket } from '@/core/parking'
import { isEmptyTicket, mayComeApart } from '@/core/partPaid'
import { ticketTotals } from '@/core/pricing'
import { splitByShares } from '@/core/shareTicket'
import { splitByLines } from '@/core/splitTicket'
import type { Ticket } from '@/core/ticket'
import { listParked } from '@/till/keepDraft'
import * as parking from '@/till/parkTicket'
import type { TicketsAt } from '@/till/parkTicket'

/** Tickets put aside. Held here and moved at once; the disk follows, and may refuse aloud. */
export const useParkingStore = defineStore('parking', () => {
  const till = useTill()
  const ticket = useTicketStore()
  const people = usePeopleStore()
  const catalogue = useCatalogueStore()
  const lastAct = useLastActStore()
  const notice = useProblemStore()
  const writeBehind = useWriteBehind()
  const parked = shallowRef<readonly ParkedTicket[]>([])

  const count = computed(() => parked.value.length)
  const summaries = computed(() => parked.value.map(one => withToday(one, catalogue.articlesById)))
  const now = () => till.now()

  async function start(): Promise<void> {
    parked.value = await listParked(till)
  }

  const counterAside = (name = ticket.ticket.name): ParkedTicket[] =>
    isEmptyTicket(ticket.ticket)
      ? []
      : [{ ticket: { ...ticket.ticket, name }, parkedAt: till.now().at }]

  function park(name?: string): void {
    const [aside] = counterAside(name)
    if (!aside || ticket.isLocked) return
    const write = () => parking.parkTicket(till, people.current, aside)
    act('parked', aside.ticket.name, null, [aside], [], write)
    if (lastAct.last) lastAct.offer({ ...lastAct.last, parkedId: aside.ticket.ticketId })
  }

  /** Takes a ticket up again; the one at the counter makes room for it. */
  function resume(ticketId: string, prices: 'kept' | 'today'): void {
    const found = find(ticketId)
    if (!found) return
    const resumed =
      prices === 'today' ? refreshPrices(found.ticket, catalogue.articlesById).ticket : found.ticket
    const aside = counterAside()
    act('resumed', resumed.name, resumed, aside, [ticketId], () =>
      parking.resumeTicket(till, people.current, resumed, aside),
    )
  }

  function merge(ticketId: string): void {
    const found = find(ticketId)
    if (!found) return
    const merged = mergeTickets(ticket.ticket, found.ticket)
    act('merged', found.ticket.name, merged, [], [ticketId], () =>
      parking.mergeTicket(till, people.current, merged, found.ticket),
    )
  }

  function discard(ticketId: string): void {
    const found = find(ticketId)
    if (!found || !mayDivide(found.ticket)) return
    act('discarded', found.ticket.name, ticket.ticket, [], [ticketId], () =>
      parking.cancelTicket(till, people.current, found.ticket),
    )
  }

  /** What was taken is paid first; the rest waits. */
  function takeLines(takenMilli: ReadonlyMap<string, number>): void {
    if (!mayDivide(ticket.ticket)) return
    const [rest, taken] = splitByLines(ticket.ticket, takenMilli, till.newId, till.now().at)
    split(taken, [rest])
  }

  /** The first share is paid first; the others wait. */
  function share(shares: number): void {
    if (!mayDivide(ticket.ticket)) return
    const [open, ...others] = splitByShares(ticket.ticket, shares, till.newId, till.now().at)
    if (open) split(open, others)
  }

  function split(open: Ticket, others: Ticket[]): void {
    const whole = ticket.ticket
    const parkedAt = till.now().at
    const aside = others.map(one => ({ ticket: one, parkedAt }))
    act('split', whole.name, open, aside, [], () =>
      parking.splitTicket(till, people.current, whole, open, aside),
    )
  }

  /** Whether nothing of a ticket is paid yet; says so where something is. */
  function mayDivide(whole: Ticket): boolean {
    const may = mayComeApart(whole)
    if (!may.ok) notice.show(may.error)
    return may.ok
  }

  function rename(ticketId: string, name: string): void {
    const found = find(ticketId)
    if (!found) return
    const renamed = { ...found, ticket: { ...found.ticket, name } }
    parked.value = parked.value.map(one => (one === found ? renamed : one))
    writeBehind(() => parking.renameParked(till, renamed))
  }

  function forgetCustomer(customerId: string): void {
    parked.value = parked.value.map(one => withoutCustomer(one, customerId))
  }

  /** Shows where tickets stand after an act, and has it written; nothing while a sale is sealed. */
  function act(
    done: ActDone,
    name: string,
    counter: Ticket | null,
    aside: readonly ParkedTicket[],
    leavingIds: readonly string[],
    write: Parameters<typeof writeBehind>[0],
  ): void {
    if (ticket.isLocked) return
    const before: TicketsAt = { counter: ticket.ticket, parked: parked.value }
    const staying = before.parked.filter(one => !leavingIds.includes(one.ticket.ticketId))
    show({ counter: counter ?? ticket.newTicket(), parked: [...aside, ...staying] })
    lastAct.offer({ done, name, undo: () => putBack(before, done) })
    writeBehind(write)
  }

  function show({ counter, parked: aside }: TicketsAt): void {
    if (counter !== ticket.ticket) ticket.begin(counter)
    parked.value = lastFirst(aside)
  }

  function putBack(before: TicketsAt, done: ActDone): boolean {
    if (ticket.isLocked) return false
    const places = parking.placesBack({ counter: ticket.ticket, parked: parked.value }, before)
    show(before)
    const undone = places.parked[0]?.ticket ?? before.counter
    writeBehind(() => parking.undoAct(till, people.current, places, done, undone))
    return true
  }

  const find = (ticketId: string) => parked.value.find(one => one.ticket.ticketId === ticketId)

  return {
    count,
    summaries,
    now,
    start,
    park,
    resume,
    merge,
    discard,
    takeLines,
    share,
    rename,
    forgetCustomer,
  }
})

/** A parked ticket as lists show it, with what it would cost at today's prices. */
function withToday(parked: ParkedTicket, articlesById: ReadonlyMap<string, Article>) {
  const { ticket, changed, gone } = refreshPrices(parked.ticket, articlesById)
  const { totalCents: todayCents } = ticketTotals(ticket)
  return { ...summaryOf(parked), changed: changed.length, gone, todayCents }
}

/** Names a customer who was erased no more, as the disk does. */
function withoutCustomer(parked: ParkedTicket, customerId: string): ParkedTicket {
  if (parked.ticket.customerId !== customerId) return parked
  return { ...parked, ticket: { ...parked.ticket, customerId: null } }
}
