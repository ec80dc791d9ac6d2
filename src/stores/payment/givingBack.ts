import { defineStore } from 'pinia'
import { usePeopleStore } from '@/stores/people/people'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useContext } from '@/stores/useContext'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { documentLabel } from '@/core/journal/series'
import { entriesGivenBack } from '@/core/payment/refund'
import { approveGivingBack, givesBack, needsToGiveBack } from '@/core/payment/refundRights'
import type { Ticket } from '@/core/ticket/ticket'
import { readSalesBack } from '@/till/payment/readRefundable'

/** Rights to give goods back: what whoever serves may not do alone waits for an approval. */
export const useGivingBackStore = defineStore('givingBack', () => {
  const context = useContext()
  const people = usePeopleStore()
  const ticket = useTicketStore()

  /**
   * Returns who allows giving back the goods of a ticket, with all that was given back of the same
   * sales before; null when it is refused.
   */
  async function allow(next: Ticket, about: TraceV1['detail'] = {}): Promise<UserV1 | null> {
    if (people.team.length === 0 || !givesBack(next)) return people.current
    const before = await readSalesBack(context, entriesGivenBack(next))
    const needs = needsToGiveBack(next, before)
    const backCents = needs.find(({ permission }) => permission === 'refund')?.amount ?? 0
    const sales = before.sales.map(({ event }) => documentLabel(event.document)).join(', ')
    return people.approveAll(needs, { ticketId: next.ticketId, sales, backCents, ...about })
  }

  /** Notes on the goods that a ticket gives back who else approved them. */
  const approvedBy = (by: UserV1, next: Ticket): Ticket =>
    by.userId === people.current.userId ? next : approveGivingBack(next, by)

  /**
   * Asks for an approval that is still missing: tickets were merged, a parked one was resumed, or
   * somebody else serves. False when the ticket may not be paid as it is.
   */
  async function mayPay(): Promise<boolean> {
    if (!givesBack(ticket.ticket)) return true
    const by = await allow(ticket.ticket)
    if (by) ticket.change(now => approvedBy(by, now))
    return by !== null
  }

  return { allow, approvedBy, mayPay }
})
