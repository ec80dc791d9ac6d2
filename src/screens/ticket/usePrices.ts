import { computed, shallowRef } from 'vue'
import type { GivenPrice } from '@/components/ticket/typedPrice'
import { giveDiscount, removeDiscount, type Discount } from '@/core/ticket/discount'
import { approveAboveLimit, linesAboveLimit, takenOff } from '@/core/ticket/discountLimit'
import type { Permission } from '@/core/people/permissions'
import { ticketTotals } from '@/core/ticket/pricing'
import type { Ticket } from '@/core/ticket/ticket'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useContext } from '@/stores/useContext'

/** Acts on what is asked: those that take off more than the user may give wait for a manager. */
export function usePrices() {
  const context = useContext()
  const ticket = useTicketStore()
  const rules = useRulesStore()
  const people = usePeopleStore()
  const isAsking = shallowRef(false)
  const limitRate = computed(() => rules.rules.maxDiscountRate)

  /** Does an act, once it is approved where it must be; false when it was not. */
  async function change(action: (now: Ticket) => Ticket, asked: Permission): Promise<boolean> {
    const next = action(ticket.ticket)
    if (linesAboveLimit(next, limitRate.value).length === 0) {
      ticket.change(action)
      return true
    }
    isAsking.value = true
    const detail = detailOf(next, limitRate.value)
    const by = await people.approve(asked, detail).finally(() => (isAsking.value = false))
    if (!by) return false
    ticket.change(now => approveAboveLimit(action(now), limitRate.value, by))
    return true
  }

  /**
   * Asks for what no act asked yet: lines that were removed or changed may have made of an
   * amount more than the user may give. False when the ticket may not be paid as it is.
   */
  async function mayPay(): Promise<boolean> {
    const isAbove = linesAboveLimit(ticket.ticket, limitRate.value).length > 0
    return isAbove ? change(now => now, 'discount-above-limit') : true
  }

  const give = (given: GivenPrice, lineIds: string[] | null) => {
    const discountId = context.newId()
    return change(
      now => giveDiscount(now, discountOf(given, lineIds, discountId)),
      'discount-above-limit',
    )
  }

  const remove = (discountId: string) => ticket.change(now => removeDiscount(now, discountId))

  return { limitRate, isAsking, change, mayPay, give, remove }
}

/** A discount as it is given, before anyone approved it. */
export function discountOf(
  given: GivenPrice,
  lineIds: string[] | null,
  discountId: string,
): Discount {
  return { discountId, ...given, lineIds, approvedBy: null }
}

/** What a manager and, later, an inspector read of what was approved. */
function detailOf(ticket: Ticket, limitRate: number): Record<string, string | number> {
  const { byLine, whole } = takenOff(ticket)
  const above = linesAboveLimit(ticket, limitRate)
  const names = ticket.lines.flatMap(({ lineId, name }) => (above.includes(lineId) ? name : []))
  return {
    ticketId: ticket.ticketId,
    lines: names.join(', '),
    highestRate: Math.max(...above.map(lineId => byLine.get(lineId) ?? 0)),
    ticketRate: whole,
    limitRate,
    totalCents: ticketTotals(ticket).totalCents,
  }
}
