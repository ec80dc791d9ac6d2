import { shallowRef, type Ref } from 'vue'
import type { OpenPayment, ToPay } from '@/core/payment/openPayment'
import type { Tender } from '@/core/payment/tender'
import { unlikelyCash } from '@/core/payment/unlikelyCash'

/** What the cashier is asked before a payment goes on. */
export type PaymentAsk =
  | { ask: 'unlikely'; amountCents: number; forCents: number }
  | { ask: 'part'; part: Tender }
  | { ask: 'remove'; part: Tender }

/** The question that a payment waits for, and what its answers do. */
export function usePaymentQuestion() {
  const question = shallowRef<(PaymentAsk & { yes: () => void; no: () => void }) | null>(null)

  function put(ask: PaymentAsk, yes: () => void, no = (): void => undefined): void {
    question.value = { ...ask, yes, no }
  }

  function answer(isYes: boolean): void {
    const pending = question.value
    question.value = null
    if (isYes) pending?.yes()
    else pending?.no()
  }

  /** Closes the question: everything stays as it was. */
  const leave = () => (question.value = null)

  return { question, put, answer, leave }
}

/** Asks about an amount ten times what is due, once for each amount. */
export function askUnlikelyOnce(
  payment: Ref<OpenPayment>,
  toPay: () => ToPay,
  put: ReturnType<typeof usePaymentQuestion>['put'],
  clear: () => void,
): (goOn: () => void) => void {
  /** The unlikely amount that was confirmed. */
  let confirmed = ''
  return goOn => {
    const unlikely = unlikelyCash(payment.value, toPay())
    const { typed } = payment.value
    if (!unlikely || typed === confirmed) {
      goOn()
      return
    }
    const yes = () => {
      confirmed = typed
      goOn()
    }
    put({ ask: 'unlikely', ...unlikely }, yes, clear)
  }
}
