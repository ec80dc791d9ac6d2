import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { afterPaint } from '@/stores/afterPaint'
import { useFoodStore } from './food'
import { useKeptPayment } from './useKeptPayment'
import { useUndoStore } from '@/stores/ticket/undo'
import { onlyLast } from '@/stores/onlyLast'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useContext } from '@/stores/useContext'
import { saleToLower } from '@/core/payment/debt'
import { entriesGivenBack } from '@/core/payment/refund'
import type { Tender, PaymentMethod } from '@/core/payment/tender'
import type { ToPay } from '@/core/payment/openPayment'
import { keepTaken } from '@/till/ticket/keepDraft'
import { readDebtOf } from '@/till/payment/payDebt'
import { readVouchersPaid } from '@/till/payment/readRefundable'

/** The payment being entered for the ticket. Tenders already taken are stored with the ticket. */
export const useOpenPaymentStore = defineStore('openPayment', () => {
  const context = useContext()
  const food = useFoodStore()
  const lastAction = useUndoStore()
  const people = usePeopleStore()
  const rules = useRulesStore()
  const ticket = useTicketStore()

  const entered = useKeptPayment(() => ticket.ticket.taken, keep)
  const debtCents = shallowRef(0)
  const vouchersPaidCents = shallowRef(0)
  const toPay = computed<ToPay>(() => ({
    totalCents: ticket.totals.totalCents,
    mealVoucherCeilingCents: rules.rules.mealVoucherCeilingCents,
    foodCents: food.foodCents(ticket.priced),
    debtCents: debtCents.value,
    vouchersPaidCents: vouchersPaidCents.value,
  }))

  watch(
    () => ticket.ticket.ticketId,
    () => entered.begin(null),
  )

  /** Begins to pay, or goes on, with a payment method; null leaves the choice open. */
  function begin(method: PaymentMethod | null): void {
    entered.begin(method)
    findOfSales().catch(reportError)
  }

  const newDebtQuery = onlyLast()

  /**
   * Reads what is still owed for the sales whose goods the ticket gives back, and what vouchers
   * paid of them.
   */
  async function findOfSales(): Promise<void> {
    const isLast = newDebtQuery()
    debtCents.value = 0
    vouchersPaidCents.value = 0
    const reference = saleToLower(ticket.ticket, toPay.value.totalCents)
    const [owedCents, paidCents] = await Promise.all([
      reference ? readDebtOf(context, reference) : 0,
      readVouchersPaid(context, entriesGivenBack(ticket.ticket)),
    ])
    if (!isLast()) return
    debtCents.value = owedCents
    vouchersPaidCents.value = paidCents
  }

  /**
   * Stores the tenders after the pending writes of earlier actions, which still hold the ticket
   * without them. An older state of the ticket would lack them, so undo is no longer offered.
   */
  async function keep(taken: readonly Tender[]): ReturnType<typeof keepTaken> {
    await new Promise<void>(afterPaint)
    const kept = await keepTaken(context, people.current, ticket.ticket, taken)
    if (!kept.ok) return kept
    ticket.change(now => ({ ...now, taken }))
    lastAction.forget()
    return kept
  }

  return { ...entered, debtCents, vouchersPaidCents, toPay, begin }
})
