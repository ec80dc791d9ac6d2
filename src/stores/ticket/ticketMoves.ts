import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useUndoStore } from './undo'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { usePeopleStore } from '@/stores/people/people'
import { useTicketStore } from './ticket'
import { useContext } from '@/stores/useContext'
import { useWriteBehind } from '@/stores/writeBehind'
import type { ActionDone } from '@/core/ticket/lastAction'
import { lastFirst, type ParkedTicket } from '@/core/ticket/parking'
import type { Ticket } from '@/core/ticket/ticket'
import { listParked } from '@/till/ticket/keepDraft'
import { movesBack, undoAction, type TicketsAt } from '@/till/ticket/parkTicket'

/** An action that moves tickets between the counter and the parked tickets. */
export interface TicketsMoved {
  done: ActionDone
  name: string
  /** Ticket at the counter after it; null for a new ticket. */
  counter: Ticket | null
  /** Tickets it parks, and ids of the tickets that are no longer parked. */
  aside: readonly ParkedTicket[]
  leavingIds: readonly string[]
  write: Parameters<ReturnType<typeof useWriteBehind>>[0]
}

/** Parked tickets. They move in memory at once; the disk follows, and a refusal is shown. */
export const useTicketMovesStore = defineStore('ticketMoves', () => {
  const context = useContext()
  const payment = usePaymentPhaseStore()
  const ticket = useTicketStore()
  const people = usePeopleStore()
  const lastAction = useUndoStore()
  const writeBehind = useWriteBehind()
  const parked = shallowRef<readonly ParkedTicket[]>([])

  async function start(): Promise<void> {
    parked.value = await listParked(context)
  }

  /**
   * Shows the tickets as they are after an action, and writes it; does nothing while a sale is
   * sealed.
   */
  function move({ done, name, counter, aside, leavingIds, write }: TicketsMoved): void {
    if (payment.isSealing) return
    const before: TicketsAt = { counter: ticket.ticket, parked: parked.value }
    const staying = before.parked.filter(one => !leavingIds.includes(one.ticket.ticketId))
    show({ counter: counter ?? ticket.newTicket(), parked: [...aside, ...staying] })
    lastAction.offer({ done, name, undo: () => putBack(before, done) })
    writeBehind(write)
  }

  function show({ counter, parked: aside }: TicketsAt): void {
    if (counter !== ticket.ticket) ticket.begin(counter)
    parked.value = lastFirst(aside)
  }

  function putBack(before: TicketsAt, done: ActionDone): boolean {
    if (payment.isSealing) return false
    const moves = movesBack({ counter: ticket.ticket, parked: parked.value }, before)
    show(before)
    const undone = moves.parked[0]?.ticket ?? before.counter
    writeBehind(() => undoAction(context, people.current, moves, done, undone))
    return true
  }

  /** Changes parked tickets, without moving any. */
  function change(changed: (one: ParkedTicket) => ParkedTicket): void {
    parked.value = parked.value.map(changed)
  }

  /** A ticket came from another till: it is on disk among the parked ones. */
  function receive(one: ParkedTicket): void {
    const others = parked.value.filter(
      ({ ticket: { ticketId } }) => ticketId !== one.ticket.ticketId,
    )
    parked.value = lastFirst([one, ...others])
  }

  /** Other tills took parked tickets: on disk they are gone, or will be. */
  function letGo(ticketIds: ReadonlySet<string>): void {
    parked.value = parked.value.filter(one => !ticketIds.has(one.ticket.ticketId))
  }

  const find = (ticketId: string) => parked.value.find(one => one.ticket.ticketId === ticketId)

  return { parked, start, move, change, receive, letGo, find }
})
