import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useTicketStore } from './ticket'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { useContext } from '@/stores/useContext'
import type { Permission } from '@/core/people/permissions'
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
  const rules = useRulesStore()
  const people = usePeopleStore()
  const isWaiting = shallowRef(false)
  const limitRate = computed(() => rules.rules.maxDiscountRate)

  /** Changes the ticket, after an approval where one is needed; false when it was refused. */
  async function change(
    changed: (now: Ticket) => Ticket,
    permission: Permission,
  ): Promise<boolean> {
    const next = changed(ticket.ticket)
    if (linesAboveLimit(next, limitRate.value).length === 0) {
      ticket.change(changed)
      return true
    }
    isWaiting.value = true
    const detail = approvalDetail(next, limitRate.value)
    const by = await people.approve(permission, detail).finally(() => (isWaiting.value = false))
    if (!by) return false
    ticket.change(now => approveAboveLimit(changed(now), limitRate.value, by))
    return true
  }

  /**
   * Asks for an approval that no single change needed: after lines were removed or changed, a fixed
   * discount may exceed the user's limit. False when the ticket may not be paid as it is.
   */
  async function mayPay(): Promise<boolean> {
    const isAbove = linesAboveLimit(ticket.ticket, limitRate.value).length > 0
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
