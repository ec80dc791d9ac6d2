import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useTicketStore } from './ticket'
import { usePeopleStore } from '@/stores/people/people'
import { useContext } from '@/stores/useContext'
import { limitOf, type LimitedPermission } from '@/core/people/permissions'
import {
  giveDiscount,
  removeDiscount,
  unapprovedDiscount,
  type GivenPrice,
} from '@/core/ticket/discount'
import { approvalDetail, approveAboveLimit, linesAboveLimit } from '@/core/ticket/discountLimit'
import type { Ticket } from '@/core/ticket/ticket'

/** Changes of prices on the ticket: a discount above the user's limit waits for an approval. */
export const usePricesStore = defineStore('prices', () => {
  const context = useContext()
  const ticket = useTicketStore()
  const people = usePeopleStore()
  const isWaiting = shallowRef(false)
  /**
   * What anybody may take off alone: above it, who approved is kept. Without a team there is none,
   * unless the owner set one.
   */
  const everyonesRate = computed(() =>
    people.team.length === 0 && !people.areRightsSet ? 10_000 : people.rights.discountRate.cashier,
  )
  /** What whoever serves may take off alone. */
  const limitRate = computed(() => {
    const { serving, rights, team } = people
    if (team.length === 0 || !serving) return everyonesRate.value
    return Math.min(10_000, limitOf(rights, serving.role, 'discount-above-limit'))
  })

  /** Changes the ticket, after an approval where one is needed; false when it was refused. */
  async function change(
    changed: (now: Ticket) => Ticket,
    permission: LimitedPermission,
  ): Promise<boolean> {
    const next = changed(ticket.ticket)
    if (linesAboveLimit(next, everyonesRate.value).length === 0) {
      ticket.change(changed)
      return true
    }
    isWaiting.value = true
    const detail = approvalDetail(next, everyonesRate.value)
    const need = { permission, amount: detail.highestRate }
    const by = await people.approve(need, detail).finally(() => (isWaiting.value = false))
    if (!by) return false
    ticket.change(now => approveAboveLimit(changed(now), everyonesRate.value, by))
    return true
  }

  /**
   * Asks for an approval that no single change needed: after lines were removed or changed, a fixed
   * discount may exceed the user's limit. False when the ticket may not be paid as it is.
   */
  async function mayPay(): Promise<boolean> {
    const isAbove = linesAboveLimit(ticket.ticket, everyonesRate.value).length > 0
    return isAbove ? change(now => now, 'discount-above-limit') : true
  }

  function give(given: GivenPrice, lineIds: string[] | null): Promise<boolean> {
    const discountId = context.newId()
    return change(
      now => giveDiscount(now, unapprovedDiscount(given, lineIds, discountId)),
      'discount-above-limit',
    )
  }

  const remove = (discountId: string) => ticket.change(now => removeDiscount(now, discountId))

  return { limitRate, isWaiting, change, mayPay, give, remove }
})
