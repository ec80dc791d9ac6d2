import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCardTerminalStore } from './cardTerminal'
import { useDebtList } from './useDebtList'
import { useDebtShown } from './useDebtShown'
import { useKeptPayment } from './useKeptPayment'
import { onlyLast } from '@/stores/onlyLast'
import { usePaymentPhaseStore } from './phase'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'
import { usePrinterStore } from '@/stores/printing/printer'
import { useSellingEndedStore } from '@/stores/sharing/sellingEnded'
import { mayDoForSale } from '@/stores/sharing/mayDoForSale'
import { useContext } from '@/stores/useContext'
import { assert } from '@/core/assert'
import type { Customer } from '@/core/customers/customer'
import type { PaymentEntry, SaleEntry } from '@/core/journal/journal'
import type { Tender } from '@/core/payment/tender'
import { rulesOf, type ToPay } from '@/core/payment/openPayment'
import { readBuyers } from '@/till/customers/customers'
import { keepDebtTaken } from '@/till/payment/keepDebtTaken'
import { openDebt, payDebt, type Debt, type OpenedDebt } from '@/till/payment/payDebt'
import { isTraining } from '@/till/journal/stampEvent'

/** Debts of customers, whichever till sold: of the sale that is shown, and of all sales. */
export const useDebtStore = defineStore('debt', () => {
  const context = useContext()
  const sellingEnded = useSellingEndedStore()
  const people = usePeopleStore()
  const phase = usePaymentPhaseStore()
  const rules = useRulesStore()
  const settings = useSettingsStore()
  const printer = usePrinterStore()
  const terminal = useCardTerminalStore()

  const debt = shallowRef<OpenedDebt | null>(null)
  const { debts, debtors, list } = useDebtList(context)
  const debtor = shallowRef<Customer | null>(null)
  /** The payment sealed last. */
  const paid = shallowRef<PaymentEntry | null>(null)
  const entered = useKeptPayment(() => debt.value?.taken ?? [], keep)
  const leave = useDebtShown(debt, paid)
  let sealing: ReturnType<typeof payDebt> | undefined

  const toPay = computed<ToPay>(() => ({
    totalCents: debt.value?.stillDueCents ?? 0,
    mealVoucherCeilingCents: rules.rules.mealVoucherCeilingCents,
    foodCents: debt.value?.foodLeftCents ?? null,
    debtCents: 0,
    vouchersPaidCents: 0,
  }))
  /** A training sale is paid in training only, and a real sale outside of it. */
  const canPay = computed(() => debt.value?.sale.training === isTraining(context))

  const newQuery = onlyLast()
  const isShown = (sale: SaleEntry) => debt.value?.sale.eventId === sale.eventId

  /** Shows the debt of a sale. The sale opened last is shown, whichever answer comes last. */
  async function open(sale: SaleEntry): Promise<void> {
    const isLast = newQuery()
    if (!isShown(sale)) debt.value = null
    const [found, buyers] = await Promise.all([
      openDebt(context, people.current, sale),
      readBuyers(context, [sale]),
    ])
    if (!isLast()) return
    debt.value = { ...found, dropped: [...(debt.value?.dropped ?? []), ...found.dropped] }
    debtor.value = buyers.get(sale.event.customerId) ?? null
  }

  let paymentId = ''
  let isBegun = false

  /** It is being asked whether no other till is paid the same. */
  const isAsking = shallowRef(false)

  /** Whether no other till of the shop is paid the same debt; money already taken is taken here. */
  async function mayBegin(owed: Debt): Promise<boolean> {
    if (isAsking.value || owed.taken.length > 0) return !isAsking.value
    isAsking.value = true
    try {
      return await mayDoForSale(context, 'debt', owed.sale)
    } finally {
      isAsking.value = false
    }
  }

  /** As at the counter: it begins only while this device sells, and is then sealed whatever comes. */
  async function begin(): Promise<void> {
    const owed = debt.value
    if (!owed || !(await mayBegin(owed))) return
    await terminal.ready()
    if (!isShown(owed.sale)) return
    const why = owed.taken.length > 0 ? null : sellingEnded.why
    paymentId = context.newId()
    entered.begin(null)
    isBegun = why === null
    if (why) entered.bar({ code: 'selling-ended', why })
    phase.ask('debt')
  }

  /**
   * Stores tenders with the sale they were taken for, even when another sale is shown meanwhile.
   */
  async function keep(taken: readonly Tender[]): ReturnType<typeof keepDebtTaken> {
    const of = debt.value
    assert(of !== null, 'a tender is taken for a debt that is shown')
    const kept = await keepDebtTaken(context, people.current, of.sale, taken)
    if (kept.ok && debt.value && isShown(of.sale)) debt.value = { ...debt.value, taken }
    return kept
  }

  /** Seals a payment of the sale shown. A second press joins the first. */
  async function pay(tenders: readonly Tender[]): Promise<PaymentEntry | null> {
    const owed = debt.value
    if (!owed) return null
    sealing ??= phase
      .seal(() =>
        payDebt(
          context,
          owed,
          tenders,
          {
            seller: settings.seller,
            user: people.current,
            mealVoucherCeilingCents: rules.rules.mealVoucherCeilingCents,
            voucherPeople: rulesOf(entered.openPayment.value, toPay.value).voucherPeople ?? 1,
            isPaymentBegun: isBegun,
          },
          paymentId,
        ),
      )
      .finally(() => (sealing = undefined))
    const payment = await sealing
    entered.problem.value = payment.ok ? null : payment.error
    if (payment.ok) {
      phase.close('debt')
      printer.noteSealed(payment.value)
      paid.value = payment.value
    }
    await Promise.all([isShown(owed.sale) ? open(owed.sale) : null, list()])
    return payment.ok ? payment.value : null
  }

  return {
    ...entered,
    debts,
    debt,
    debtors,
    debtor,
    paid,
    toPay,
    canPay,
    isAsking,
    list,
    open,
    begin,
    leave,
    pay,
  }
})
