import { usePaymentStore } from './payment'
import { useOpenPaymentStore } from './openPayment'
import { usePaymentPhaseStore } from './phase'
import { afterPaint } from '@/stores/afterPaint'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useUndoStore } from '@/stores/ticket/undo'
import { leftCents } from '@/core/payment/openPayment'
import type { Tender } from '@/core/payment/tender'
import type { CardAttempt } from '@/core/payment/terminal/attempt'

/** What a terminal accepted for the ticket on the counter. */
export function useTicketTaking() {
  const ticket = useTicketStore()
  const lastAction = useUndoStore()
  const open = useOpenPaymentStore()
  const phase = usePaymentPhaseStore()
  const payment = usePaymentStore()

  const isAsked = () => phase.subject === 'ticket'

  function take(tender: Tender): boolean {
    ticket.change(now => ({ ...now, taken: [...now.taken, tender] }))
    lastAction.forget()
    open.clear()
    return isAsked() && leftCents(open.openPayment, open.toPay) === 0
  }

  async function pay(): Promise<void> {
    // The ticket's own write goes first: after the sale it would only be deleted again. What is sealed
    // is what the card paid: nothing changes it meanwhile.
    await phase.seal(() => new Promise<void>(afterPaint))
    await payment.pay(ticket.ticket.taken)
  }

  return {
    counter: () => ticket.ticket,
    isShown: ({ ticketId }: CardAttempt) => ticket.ticket.ticketId === ticketId,
    isAsked,
    entered: () => ({ openPayment: open.openPayment, toPay: open.toPay }),
    take,
    leave: payment.leave,
    pay,
  }
}
