import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useUndoStore } from './undo'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { usePeopleStore } from '@/stores/people/people'
import { useProblemStore } from '@/stores/problem'
import { useTicketStore } from './ticket'
import { useTicketMovesStore } from './ticketMoves'
import { useContext } from '@/stores/useContext'
import { useWriteBehind } from '@/stores/writeBehind'
import type { Article } from '@/core/catalogue/article'
import { refreshPrices, summaryOf, type ParkedTicket } from '@/core/ticket/parking'
import { isEmptyTicket, mayComeApart } from '@/core/payment/partPaid'
import { ticketTotals } from '@/core/ticket/pricing'
import * as parking from '@/till/ticket/parkTicket'

/** Parks and resumes tickets. */
export const useParkingStore = defineStore('parking', () => {
  const context = useContext()
  const payment = usePaymentPhaseStore()
  const ticket = useTicketStore()
  const people = usePeopleStore()
  const catalogue = useCatalogueStore()
  const lastAction = useUndoStore()
  const notice = useProblemStore()
  const writeBehind = useWriteBehind()
  const moves = useTicketMovesStore()

  const count = computed(() => moves.parked.length)
  const summaries = computed(() => moves.parked.map(one => withToday(one, catalogue.articlesById)))
  const now = () => context.now()

  const counterAside = (name = ticket.ticket.name): ParkedTicket[] =>
    isEmptyTicket(ticket.ticket)
      ? []
      : [{ ticket: { ...ticket.ticket, name }, parkedAt: context.now().at }]

  function park(name?: string): void {
    const [aside] = counterAside(name)
    if (!aside || payment.isSealing) return
    moves.move({
      done: 'parked',
      name: aside.ticket.name,
      counter: null,
      aside: [aside],
      leavingIds: [],
      write: () => parking.parkTicket(context, people.current, aside),
    })
    if (lastAction.last) lastAction.offer({ ...lastAction.last, parkedId: aside.ticket.ticketId })
  }

  /** Resumes a parked ticket; the ticket at the counter is parked. */
  function resume(ticketId: string, prices: 'kept' | 'today'): void {
    const found = moves.find(ticketId)
    if (!found) return
    const resumed =
      prices === 'today' ? refreshPrices(found.ticket, catalogue.articlesById).ticket : found.ticket
    const aside = counterAside()
    moves.move({
      done: 'resumed',
      name: resumed.name,
      counter: resumed,
      aside,
      leavingIds: [ticketId],
      write: () => parking.resumeTicket(context, people.current, resumed, aside),
    })
  }

  function discard(ticketId: string): void {
    const found = moves.find(ticketId)
    if (!found) return
    const may = mayComeApart(found.ticket)
    if (!may.ok) {
      notice.show(may.error)
      return
    }
    moves.move({
      done: 'discarded',
      name: found.ticket.name,
      counter: ticket.ticket,
      aside: [],
      leavingIds: [ticketId],
      write: () => parking.cancelTicket(context, people.current, found.ticket),
    })
  }

  function rename(ticketId: string, name: string): void {
    const found = moves.find(ticketId)
    if (!found) return
    const renamed = { ...found, ticket: { ...found.ticket, name } }
    moves.change(one => (one === found ? renamed : one))
    writeBehind(() => parking.renameParked(context, renamed))
  }

  function forgetCustomer(customerId: string): void {
    moves.change(one => withoutCustomer(one, customerId))
  }

  return {
    count,
    summaries,
    now,
    start: moves.start,
    park,
    resume,
    discard,
    rename,
    forgetCustomer,
  }
})

/** A parked ticket as lists show it, with its total at today's prices. */
export function withToday(parked: ParkedTicket, articlesById: ReadonlyMap<string, Article>) {
  const { ticket, changed, gone } = refreshPrices(parked.ticket, articlesById)
  const { totalCents: todayCents } = ticketTotals(ticket)
  return { ...summaryOf(parked), changed: changed.length, gone, todayCents }
}

/** Removes an erased customer from a parked ticket, as the disk does. */
function withoutCustomer(parked: ParkedTicket, customerId: string): ParkedTicket {
  if (parked.ticket.customerId !== customerId) return parked
  return { ...parked, ticket: { ...parked.ticket, customerId: null } }
}
