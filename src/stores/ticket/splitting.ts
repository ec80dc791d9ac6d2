import { defineStore } from 'pinia'
import { usePeopleStore } from '@/stores/people/people'
import { useProblemStore } from '@/stores/problem'
import { useTicketStore } from './ticket'
import { useTicketMovesStore } from './ticketMoves'
import { useContext } from '@/stores/useContext'
import { mergeTickets } from '@/core/ticket/mergeTickets'
import { mayComeApart } from '@/core/payment/partPaid'
import { splitByShares } from '@/core/ticket/shareTicket'
import { splitByLines } from '@/core/ticket/splitTicket'
import type { Ticket } from '@/core/ticket/ticket'
import { mergeTicket, splitTicket } from '@/till/ticket/parkTicket'

/** Splits the ticket at the counter into several, or merges two into one. */
export const useSplittingStore = defineStore('splitting', () => {
  const context = useContext()
  const ticket = useTicketStore()
  const people = usePeopleStore()
  const notice = useProblemStore()
  const moves = useTicketMovesStore()

  /** The lines taken are paid first; the rest is parked. */
  function takeLines(takenMilli: ReadonlyMap<string, number>): void {
    if (!mayDivide()) return
    const [rest, taken] = splitByLines(ticket.ticket, takenMilli, context.newId, context.now().at)
    split(taken, [rest])
  }

  /** The first share is paid first; the other shares are parked. */
  function share(shares: number): void {
    if (!mayDivide()) return
    const [open, ...others] = splitByShares(ticket.ticket, shares, context.newId, context.now().at)
    if (open) split(open, others)
  }

  /** Whether nothing of the ticket is paid yet; shows the reason when something is. */
  function mayDivide(): boolean {
    const may = mayComeApart(ticket.ticket)
    if (!may.ok) notice.show(may.error)
    return may.ok
  }

  function split(open: Ticket, others: Ticket[]): void {
    const whole = ticket.ticket
    const parkedAt = context.now().at
    const aside = others.map(one => ({ ticket: one, parkedAt }))
    moves.move({
      done: 'split',
      name: whole.name,
      counter: open,
      aside,
      leavingIds: [],
      write: () => splitTicket(context, people.current, whole, open, aside),
    })
  }

  /** Merges a parked ticket into the one at the counter. */
  function merge(ticketId: string): void {
    const found = moves.find(ticketId)
    if (!found) return
    const merged = mergeTickets(ticket.ticket, found.ticket)
    moves.move({
      done: 'merged',
      name: found.ticket.name,
      counter: merged,
      aside: [],
      leavingIds: [ticketId],
      write: () => mergeTicket(context, people.current, merged, found.ticket),
    })
  }

  return { takeLines, share, merge }
})
