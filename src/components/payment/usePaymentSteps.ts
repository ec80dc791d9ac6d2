import { computed, shallowRef, type Ref } from 'vue'
import { askUnlikelyOnce, usePaymentQuestion } from './usePaymentQuestion'
import type { TillError } from '@/core/errors'
import { clearTyped } from '@/core/payment/enterAmount'
import * as core from '@/core/payment/openPayment'
import type { OpenPayment, ToPay } from '@/core/payment/openPayment'
import type { PaymentMethod, Tender } from '@/core/payment/tender'

/** The terminal that cards are asked of, where there is one. */
export interface TerminalSteps {
  /** Cards are asked of it now. */
  isOn: () => boolean
  /** There is one: any card may have been taken on it. */
  isChosen: () => boolean
  /** Asks for an amount, below zero where it is given back. */
  ask: (method: PaymentMethod, amountCents: number) => void
}

/**
 * The steps of a payment. Some ask first: an amount ten times what is due; a part of another method
 * than cash, which counts only once it was accepted, as a full payment does; a card to be removed that
 * a terminal may have debited. Where a terminal is asked, it says itself what it accepted.
 */
export function usePaymentSteps(
  payment: Ref<OpenPayment>,
  toPay: () => ToPay,
  pay: (tenders: Tender[], leavesDue: boolean) => void,
  terminal: TerminalSteps,
) {
  /** Why the last tap took nothing; cleared by the next step. */
  const refused = shallowRef<TillError | null>(null)
  const { put, ...questions } = usePaymentQuestion()
  const part = computed(() => core.partToConfirm(payment.value, toPay()))

  function become(next: OpenPayment): void {
    refused.value = null
    payment.value = next
  }

  /** Whether what is entered is to be asked of the terminal. */
  const isByTerminal = () => terminal.isOn() && payment.value.method?.kind === 'card'

  const clear = () => become(clearTyped(payment.value))
  const askUnlikely = askUnlikelyOnce(payment, toPay, put, clear)

  /** Goes on without the part that is entered, or asks first whether it was accepted. */
  function askPart(accepted: () => void, goOn: () => void): void {
    if (part.value && !isByTerminal()) put({ ask: 'part', part: part.value }, accepted, goOn)
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
    else if (isByTerminal()) clear()
    else askPart(leave, clear)
  }

  /** Ends what is entered: takes the part, or pays all of it. */
  function confirm(): void {
    const { method } = payment.value
    const amountCents = core.enteredCents(payment.value, toPay())
    if (method && isByTerminal() && amountCents > 0) {
      terminal.ask(method, toPay().totalCents < 0 ? 0 - amountCents : amountCents)
    } else if (part.value) become(core.takePart(payment.value, toPay()))
    else askUnlikely(() => pay(core.tendersOf(payment.value, toPay()), false))
  }

  /** Removes a tender; a card that a terminal may have debited is asked about first. */
  function remove(takenIndex: number): void {
    const removed = payment.value.taken[takenIndex]
    const yes = () => become(core.removeTender(payment.value, takenIndex))
    if (mayBeDebited(removed, terminal)) put({ ask: 'remove', part: removed }, yes)
    else yes()
  }

  return {
    ...questions,
    part,
    refused,
    isByTerminal,
    become,
    clear,
    choose,
    split,
    leaveDue,
    confirm,
    remove,
  }
}

/** Whether the terminal may have debited a tender: meal vouchers are on cards, too. */
function mayBeDebited(tender: Tender | undefined, terminal: TerminalSteps): tender is Tender {
  return terminal.isChosen() && (tender?.kind === 'card' || tender?.kind === 'meal-voucher')
}
