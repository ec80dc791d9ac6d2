import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { lastAsked } from './lastAsked'
import { usePeopleStore } from './people'
import { useRulesStore } from './rules'
import { useSettingsStore } from './settings'
import { useTill } from './useTill'
import type { TillError } from '@/core/errors'
import type { PaymentEntry, SaleEntry } from '@/core/journal'
import type { Tender } from '@/core/tender'
import { NOTHING_TENDERED, type Tendering, type ToPay } from '@/core/tendering'
import { listDebts, payDebt, readDebt, type Debt } from '@/till/payDebt'
import { signJournal } from '@/till/signJournal'
import { isTraining } from '@/till/stamp'

/** What customers still owe: of the sale that is looked at, and of all. */
export const useDebtStore = defineStore('debt', () => {
  const till = useTill()
  const people = usePeopleStore()
  const rules = useRulesStore()
  const settings = useSettingsStore()

  const debts = shallowRef<Debt[]>([])
  const debt = shallowRef<Debt | null>(null)
  const tendering = shallowRef<Tendering>(NOTHING_TENDERED)
  const problem = shallowRef<TillError | null>(null)
  const paying = shallowRef<ReturnType<typeof payDebt>>()

  const isPaying = computed(() => paying.value !== undefined)
  const toPay = computed<ToPay>(() => ({
    totalCents: debt.value?.stillDueCents ?? 0,
    mealVoucherCeilingCents: rules.rules.mealVoucherCeilingCents,
    debtCents: 0,
  }))
  /** A lesson's sale is paid in a lesson, a real one in earnest. */
  const canPay = computed(() => debt.value?.sale.training === isTraining(till))

  async function list(): Promise<void> {
    debts.value = await listDebts(till)
  }

  const asked = lastAsked()
  const isShown = (sale: SaleEntry) => debt.value?.sale.eventId === sale.eventId

  /** Looks at a sale; the one looked at last is shown, whichever answers last. */
  async function open(sale: SaleEntry): Promise<void> {
    const isLast = asked()
    if (!isShown(sale)) debt.value = null
    const found = await readDebt(till, sale)
    if (isLast()) debt.value = found
  }

  let paymentId = ''

  function begin(): void {
    paymentId = till.newId()
    tendering.value = NOTHING_TENDERED
    problem.value = null
  }

  /** Seals a payment of the sale looked at. A second press joins the first. */
  async function pay(tenders: readonly Tender[]): Promise<PaymentEntry | null> {
    const owed = debt.value
    if (!owed) return null
    paying.value ??= payDebt(
      till,
      owed,
      tenders,
      {
        seller: settings.seller,
        user: people.current,
        mealVoucherCeilingCents: rules.rules.mealVoucherCeilingCents,
      },
      paymentId,
    ).finally(() => (paying.value = undefined))
    const payment = await paying.value
    problem.value = payment.ok ? null : payment.error
    if (payment.ok) signJournal(till).catch(reportError)
    await Promise.all([isShown(owed.sale) ? open(owed.sale) : null, list()])
    return payment.ok ? payment.value : null
  }

  return { debts, debt, tendering, toPay, problem, isPaying, canPay, list, open, begin, pay }
})
