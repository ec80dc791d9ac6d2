import { afterPaint } from '@/stores/afterPaint'
import { useCounterStore } from '@/stores/counter'
import { useOpenPaymentStore } from './openPayment'
import { usePaymentStore } from './payment'
import { usePaymentMethodsStore } from './paymentMethods'
import { usePaymentPhaseStore } from './phase'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useUndoStore } from '@/stores/ticket/undo'
import { leftCents, offeredCents } from '@/core/payment/openPayment'
import type { CardAttempt, CertainOutcome } from '@/core/payment/terminal/attempt'
import { isMealVoucherCard } from '@/core/payment/terminal/outcome'
import type { SealedEnd } from '@/till/payment/terminal/sealAttempt'

const LOOK_AGAIN_MS = 20

/** Puts what a terminal accepted on the ticket of the counter, as it was put on disk. */
export function useTerminalTaking() {
  const ticket = useTicketStore()
  const lastAction = useUndoStore()
  const phase = usePaymentPhaseStore()
  const open = useOpenPaymentStore()
  const methods = usePaymentMethodsStore()
  const payment = usePaymentStore()
  const till = useCounterStore()

  /** The ticket neither changes nor is paid while the end of its attempt is sealed. */
  async function during<Done>(work: () => Promise<Done>): Promise<Done> {
    while (phase.isSealing || phase.isKeeping) {
      await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS))
    }
    return phase.seal(async () => {
      // Pending writes of the ticket, which lack the tender, go first.
      await new Promise<void>(afterPaint)
      return work()
    })
  }

  /** A meal-voucher card is taken as one where the rules of meal vouchers allow all of it. */
  function methodFor(
    { ticketId, direction }: CardAttempt,
    outcome: CertainOutcome,
  ): CardAttempt['method'] | undefined {
    if (outcome.state !== 'accepted' || !isMealVoucherCard(outcome.application)) return undefined
    const voucher = methods.methods.find(one => one.kind === 'meal-voucher')
    if (!voucher || direction === 'credit' || ticket.ticket.ticketId !== ticketId) return undefined
    const mostCents = offeredCents(voucher, open.openPayment, open.toPay)
    return outcome.amountCents <= mostCents ? voucher : undefined
  }

  /** Shows the tender that is on disk; true where it pays the ticket whose payment is asked for. */
  function take({ tender, attempt }: SealedEnd): boolean {
    const isHere = ticket.ticket.ticketId === attempt.ticketId && !till.isElsewhere
    if (!tender || !isHere) return false
    ticket.change(now => ({ ...now, taken: [...now.taken, tender] }))
    lastAction.forget()
    open.clear()
    const isPaid = leftCents(open.openPayment, open.toPay) === 0
    return phase.subject === 'ticket' && isPaid
  }

  /** Seals the sale that the tenders on the ticket pay; the sheet of the payment says why it cannot. */
  async function pay(): Promise<void> {
    // The ticket's own write goes first: after the sale it would only be deleted again. What is sealed
    // is what the card paid: nothing changes it meanwhile.
    await phase.seal(() => new Promise<void>(afterPaint))
    await payment.pay(ticket.ticket.taken)
  }

  return {
    counter: () => ticket.ticket,
    isElsewhere: () => till.isElsewhere,
    /** Whether the payment of the ticket is still asked for. */
    isAsked: () => phase.subject === 'ticket',
    during,
    methodFor,
    leave: payment.leave,
    take,
    pay,
  }
}
