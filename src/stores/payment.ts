import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useLastActStore } from './lastAct'
import { lastAsked } from './lastAsked'
import { usePeopleStore } from './people'
import { useProblemStore } from './problem'
import { useRulesStore } from './rules'
import { useSettingsStore } from './settings'
import { useTicketStore } from './ticket'
import { useTill } from './useTill'
import { saleToLower } from '@/core/debt'
import type { TillError } from '@/core/errors'
import type { SaleEntry } from '@/core/journal'
import type { Tender, TenderKind, TenderMeans } from '@/core/tender'
import { NOTHING_TENDERED, type Tendering, type ToPay } from '@/core/tendering'
import { mayComeApart } from '@/core/ticket'
import { keepTaken } from '@/till/keepDraft'
import { readDebtOf } from '@/till/payDebt'
import { sellTicket } from '@/till/sellTicket'
import { signJournal } from '@/till/signJournal'

/** Paying the ticket at the counter: what was asked, what was sealed, what went wrong. */
export const usePaymentStore = defineStore('payment', () => {
  const till = useTill()
  const people = usePeopleStore()
  const rules = useRulesStore()
  const settings = useSettingsStore()
  const ticket = useTicketStore()
  const lastAct = useLastActStore()
  const notice = useProblemStore()

  const paying = shallowRef<ReturnType<typeof sellTicket>>()
  const sealed = shallowRef<SaleEntry | null>(null)
  const problem = shallowRef<TillError | null>(null)
  /** An amount is being asked: nothing else may ask for attention. */
  const isTendering = shallowRef(false)
  /** Means that another screen asks to pay with: the ticket opens on it. */
  const asked = shallowRef<TenderKind | null>(null)
  /** What is being entered; what was taken is kept with the ticket. */
  const entry = shallowRef<Tendering>(NOTHING_TENDERED)
  const tendering = computed<Tendering>(() => ({ ...entry.value, taken: ticket.ticket.taken }))
  /** What was taken, or given up, is on its way to the disk. */
  const isKeeping = shallowRef(false)
  const debtCents = shallowRef(0)
  const toPay = computed<ToPay>(() => ({
    totalCents: ticket.totals.totalCents,
    mealVoucherCeilingCents: rules.rules.mealVoucherCeilingCents,
    debtCents: debtCents.value,
  }))

  const isPaying = computed(() => paying.value !== undefined)
  /** The sale just paid, until the next ticket begins. */
  const lastSale = computed(() => (ticket.ticket.lines.length === 0 ? sealed.value : null))

  watch(
    () => ticket.ticket,
    ({ lines }) => {
      problem.value = null
      if (lines.length > 0) sealed.value = null
    },
  )

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

  /**
   * Goes on with a payment. What it takes, or gives up, is said to be so once it is on disk:
   * a card may have been debited. No earlier state of the ticket, without it, is offered then.
   */
  async function goOn(next: Tendering): Promise<void> {
    if (isKeeping.value) return
    const { taken } = next
    if (taken !== ticket.ticket.taken) {
      isKeeping.value = true
      const kept = await keepTaken(till, ticket.ticket, taken).finally(
        () => (isKeeping.value = false),
      )
      problem.value = kept.ok ? null : kept.error
      if (!kept.ok) return
      ticket.change(now => ({ ...now, taken }))
      lastAct.forget()
    }
    entry.value = next
  }

  /** Gives the ticket up, unless some of it is paid. */
  function giveUp(): void {
    const may = mayComeApart(ticket.ticket)
    if (may.ok) ticket.clear()
    else notice.show(may.error)
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

  function dismiss(): void {
    sealed.value = null
    problem.value = null
  }

  /** Seals the sale, then clears the counter. A second press joins the first. */
  function pay(tenders: readonly Tender[], mayOwe = false): ReturnType<typeof sellTicket> {
    if (paying.value) return paying.value
    ticket.isLocked = true
    paying.value = seal(tenders, mayOwe).finally(() => {
      paying.value = undefined
      ticket.isLocked = false
    })
    return paying.value
  }

  async function seal(tenders: readonly Tender[], mayOwe: boolean): ReturnType<typeof sellTicket> {
    const sale = await sellTicket(till, ticket.ticket, tenders, {
      seller: settings.seller,
      user: people.current,
      mealVoucherCeilingCents: rules.rules.mealVoucherCeilingCents,
      mayOwe,
      debtCents: debtCents.value,
    })
    problem.value = sale.ok ? null : sale.error
    if (!sale.ok) return sale

    ticket.begin()
    sealed.value = sale.value
    // The sale is already on disk: a signature that fails now is made at the next start.
    signJournal(till).catch(reportError)
    return sale
  }

  return {
    isPaying,
    lastSale,
    problem,
    isTendering,
    asked,
    tendering,
    isKeeping,
    toPay,
    begin,
    goOn,
    giveUp,
    dismiss,
    pay,
  }
})
