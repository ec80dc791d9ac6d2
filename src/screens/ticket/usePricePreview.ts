import type { PriceOutcome } from '@/components/ticket/typedPrice'
import {
  giveDiscount,
  removeDiscount,
  unapprovedDiscount,
  type GivenPrice,
} from '@/core/ticket/discount'
import { linesAboveLimit } from '@/core/ticket/discountLimit'
import { ticketTotals } from '@/core/ticket/pricing'
import type { Ticket } from '@/core/ticket/ticket'
import { usePricesStore } from '@/stores/ticket/prices'
import { useTicketStore } from '@/stores/ticket/ticket'

/** The ticket's total after a change of price, before the change is made. */
export function usePricePreview() {
  const ticket = useTicketStore()
  const prices = usePricesStore()

  /** The total with a discount on these lines. */
  function preview(given: GivenPrice, lineIds: string[] | null): PriceOutcome {
    const next = giveDiscount(ticket.ticket, unapprovedDiscount(given, lineIds, 'preview'))
    return outcomeOf(next, removeDiscount(next, 'preview'))
  }

  function outcomeOf(next: Ticket, without: Ticket): PriceOutcome {
    const { totalCents } = ticketTotals(next)
    return {
      totalCents,
      offCents: ticketTotals(without).totalCents - totalCents,
      isAbove: linesAboveLimit(next, prices.limitRate).length > 0,
    }
  }

  return { preview, outcomeOf }
}
