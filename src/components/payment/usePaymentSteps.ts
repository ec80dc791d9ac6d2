import { computed, shallowRef, type Ref } from 'vue'
import type { TillError } from '@/core/errors'
import { clearTyped } from '@/core/payment/enterAmount'
import * as core from '@/core/payment/openPayment'
import type { OpenPayment, ToPay } from '@/core/payment/openPayment'
import type { PaymentMethod, Tender } from '@/core/payment/tender'
import { unlikelyCash } from '@/core/payment/unlikelyCash'

/** What the cashier is asked before a payment goes on. */
export type PaymentAsk =
  { ask: 'unlikely'; amountCents: number; forCents: number } | { ask: 'part'; part: Tender }

/**
 * The steps of a payment. Two of them ask first: an amount ten times what is due, and a part of
 * another method than cash, which counts only once it was accepted, as a full payment does.
 */
export function usePaymentSteps(
  payment: Ref<OpenPayment>,
  toPay: () => ToPay,
  pay: (tenders: Tender[], leavesDue: boolean) => void,
) {
  /** Why the last tap took nothing; cleared by the next step. */
  const refused = shallowRef<TillError | null>(null)
  const question = shallowRef<(PaymentAsk & { yes: () => void; no: () => void }) | null>(null)
  const part = computed(() => core.partToConfirm(payment.value, toPay()))
  /** The unlikely amount that was confirmed: the cashier is asked about it once. */
  let confirmed = ''

  function become(next: OpenPayment): void {
    refused.value = null
    payment.value = next
  }

  const clear = () => become(clearTyped(payment.value))

  /** Goes on without the part that is entered, or asks first whether it was accepted. */
  function askPart(accepted: () => void, goOn: () => void): void {
    if (part.value) question.value = { ask: 'part', part: part.value, yes: accepted, no: goOn }
    else goOn()
  }

  function choose(method: PaymentMethod): void {
    const goOn = () => {
      const chosen = core.chooseMethod(payment.value, method, toPay())
      if (chosen.ok) become(chosen.value)
      else refused.value = chosen.error
    }
    const isSame = payment.value.method?.meansId === method.meansId
    if (isSame && payment.value.typed === '') goOn()
    else askPart(() => become(core.takePart(payment.value, toPay(), method)), goOn)
  }

  function split(): void {
    askPart(
      () => become(core.takePart(payment.value, toPay())),
      () => become(core.splitTender(payment.value, toPay())),
    )
  }

  function leaveDue(): void {
    const leave = () => pay(core.tendersBeforeDue(payment.value, toPay()), true)
    if (payment.value.typed === '' || part.value === null) leave()
    else askPart(leave, clear)
  }

  /** Ends what is entered: takes the part, or pays all of it. */
  function confirm(): void {
    if (part.value) become(core.takePart(payment.value, toPay()))
    else askUnlikely(() => pay(core.tendersOf(payment.value, toPay()), false))
  }

  function askUnlikely(goOn: () => void): void {
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
    question.value = { ask: 'unlikely', ...unlikely, yes, no: clear }
  }

  function answer(isYes: boolean): void {
    const pending = question.value
    question.value = null
    if (isYes) pending?.yes()
    else pending?.no()
  }

  /** Closes the question: everything stays as it was. */
  const leave = () => (question.value = null)

  return { question, part, refused, become, clear, choose, split, leaveDue, confirm, answer, leave }
}
