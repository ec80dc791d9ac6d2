import { useDebtTaking } from './useDebtTaking'
import { useTicketTaking } from './useTicketTaking'
import { usePaymentMethodsStore } from './paymentMethods'
import { usePaymentPhaseStore } from './phase'
import type { DebtWanted } from './cardTerminal'
import { afterPaint } from '@/stores/afterPaint'
import { useCounterStore } from '@/stores/counter'
import { offeredCents } from '@/core/payment/openPayment'
import type { CardAttempt, CertainOutcome } from '@/core/payment/terminal/attempt'
import { isMealVoucherCard } from '@/core/payment/terminal/outcome'
import type { SealedEnd } from '@/till/payment/terminal/sealAttempt'

const LOOK_AGAIN_MS = 20

/** Puts what a terminal accepted on the ticket of the counter, or on the debt shown, as it was put on disk. */
export function useTerminalTaking() {
  const ofTicket = useTicketTaking()
  const ofDebt = useDebtTaking()
  const phase = usePaymentPhaseStore()
  const methods = usePaymentMethodsStore()
  const till = useCounterStore()

  const sideOf = ({ debtOf }: CardAttempt) => (debtOf ? ofDebt : ofTicket)

  /**
   * Neither changes nor is paid while the end of its attempt is sealed. A debt that is not asked for here
   * holds up no ticket: nothing that was tapped meanwhile is lost.
   */
  async function during<Done>(attempt: CardAttempt, work: () => Promise<Done>): Promise<Done> {
    if (attempt.debtOf && !ofDebt.isAsked(attempt.ticketId)) return work()
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
    attempt: CardAttempt,
    outcome: CertainOutcome,
  ): CardAttempt['method'] | undefined {
    if (outcome.state !== 'accepted' || !isMealVoucherCard(outcome.application)) return undefined
    const voucher = methods.methods.find(one => one.kind === 'meal-voucher')
    const side = sideOf(attempt)
    if (!voucher || attempt.direction === 'credit' || !side.isShown(attempt)) return undefined
    const { openPayment, toPay } = side.entered()
    return outcome.amountCents <= offeredCents(voucher, openPayment, toPay) ? voucher : undefined
  }

  /** Shows the tender that is on disk; true where it pays all that is asked for. */
  async function take(end: SealedEnd): Promise<boolean> {
    const side = sideOf(end.attempt)
    if (!end.tender || !side.isShown(end.attempt) || till.isElsewhere) return false
    return side.take(end.tender)
  }

  return {
    counter: ofTicket.counter,
    isElsewhere: () => till.isElsewhere,
    /** Whether the payment of the ticket, or of this debt, is still asked for. */
    isAsked: (debt?: DebtWanted) => (debt ? ofDebt.isAsked(debt.saleId) : ofTicket.isAsked()),
    during,
    methodFor,
    leave: (attempt: CardAttempt) => sideOf(attempt).leave(),
    take,
    /** Seals what the tenders pay; the sheet of the payment says why it cannot. */
    pay: (attempt: CardAttempt) => sideOf(attempt).pay(),
  }
}
