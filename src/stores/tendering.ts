import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { afterPaint } from './afterPaint'
import { useLastActStore } from './lastAct'
import { lastAsked } from './lastAsked'
import { useRulesStore } from './rules'
import { useTicketStore } from './ticket'
import { useTill } from './useTill'
import { saleToLower } from '@/core/debt'
import type { SellingError } from '@/core/errors'
import type { Tender, TenderMeans } from '@/core/tender'
import { NOTHING_TENDERED, type Tendering, type ToPay } from '@/core/tendering'
import { keepTaken } from '@/till/keepDraft'
import { readDebtOf } from '@/till/payDebt'

/** What is being entered of a payment, and what was taken of it, which is kept with the ticket. */
export const useTenderingStore = defineStore('tendering', () => {
  const till = useTill()
  const lastAct = useLastActStore()
  const rules = useRulesStore()
  const ticket = useTicketStore()

  const entry = shallowRef<Tendering>(NOTHING_TENDERED)
  const tendering = computed<Tendering>(() => ({ ...entry.value, taken: ticket.ticket.taken }))
  /** What was taken, or given up, is on its way to the disk. */
  const isKeeping = shallowRef(false)
  const problem = shallowRef<SellingError | null>(null)
  const debtCents = shallowRef(0)
  const toPay = computed<ToPay>(() => ({
    totalCents: ticket.totals.totalCents,
    mealVoucherCeilingCents: rules.rules.mealVoucherCeilingCents,
    debtCents: debtCents.value,
  }))

  watch(
    () => ticket.ticket.ticketId,
    () => (entry.value = NOTHING_TENDERED),
  )

  /** Begins to pay, or goes on, with a means; null leaves the choice. */
  function begin(means: TenderMeans | null): void {
    entry.value = { ...NOTHING_TENDERED, means }
    problem.value = null
    findDebt().catch(reportError)
  }

  const askedDebt = lastAsked()

  /** What is still owed of the sale that the ticket gives back. */
  async function findDebt(): Promise<void> {
    const isLast = askedDebt()
    debtCents.value = 0
    const place = saleToLower(ticket.ticket, toPay.value.totalCents)
    if (!place) return
    const owedCents = await readDebtOf(till, place)
    if (isLast()) debtCents.value = owedCents
  }

  /**
   * Goes on with the payment. What it takes, or gives up, is said to be so once it is on disk:
   * a card may have been debited. No earlier state of the ticket, without it, is offered then.
   */
  async function goOn(next: Tendering): Promise<void> {
    if (isKeeping.value) return
    problem.value = null
    const { taken } = next
    if (taken !== ticket.ticket.taken) {
      isKeeping.value = true
      const kept = await keep(taken).finally(() => (isKeeping.value = false))
      if (!kept.ok) {
        problem.value = kept.error
        return
      }
      ticket.change(now => ({ ...now, taken }))
      lastAct.forget()
    }
    entry.value = next
  }

  /** Behind what earlier acts still have to write: they know the ticket without it. */
  async function keep(taken: readonly Tender[]): ReturnType<typeof keepTaken> {
    await new Promise<void>(afterPaint)
    return keepTaken(till, ticket.ticket, taken)
  }

  return { tendering, isKeeping, problem, debtCents, toPay, begin, goOn }
})
