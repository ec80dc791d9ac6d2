import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useFoodStore } from './food'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'
import { useOpenPaymentStore } from './openPayment'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useContext } from '@/stores/useContext'
import type { SellingError, TillError } from '@/core/errors'
import type { SaleEntry } from '@/core/journal/journal'
import { mayComeApart } from '@/core/payment/partPaid'
import type { Tender, TenderKind } from '@/core/payment/tender'
import { sellTicket } from '@/till/payment/sellTicket'
import { signJournal } from '@/till/journal/signJournal'

/** Paying the ticket at the counter: what was asked, what was sealed, what went wrong. */
export const usePaymentStore = defineStore('payment', () => {
  const context = useContext()
  const food = useFoodStore()
  const people = usePeopleStore()
  const rules = useRulesStore()
  const settings = useSettingsStore()
  const ticket = useTicketStore()
  const tendering = useOpenPaymentStore()

  const paying = shallowRef<ReturnType<typeof sellTicket>>()
  const sealed = shallowRef<SaleEntry | null>(null)
  const problem = shallowRef<TillError | null>(null)
  /** An amount is being asked: nothing else may ask for attention. */
  const isTendering = shallowRef(false)
  /** Means that another screen asks to pay with: the ticket opens on it. */
  const asked = shallowRef<TenderKind | null>(null)
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

  /** Gives the ticket up, unless some of it is paid; tells then why not. */
  function giveUp(): SellingError | null {
    const may = mayComeApart(ticket.ticket)
    if (may.ok) ticket.clear()
    return may.ok ? null : may.error
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
    const sale = await sellTicket(context, ticket.ticket, tenders, {
      seller: settings.seller,
      user: people.current,
      mealVoucherCeilingCents: rules.rules.mealVoucherCeilingCents,
      isFood: food.isFood,
      mayOwe,
      debtCents: tendering.debtCents,
      vouchersPaidCents: tendering.vouchersPaidCents,
    })
    problem.value = sale.ok ? null : sale.error
    if (!sale.ok) return sale

    ticket.begin()
    sealed.value = sale.value
    // The sale is already on disk: a signature that fails now is made at the next start.
    signJournal(context).catch(reportError)
    return sale
  }

  return { isPaying, lastSale, problem, isTendering, asked, giveUp, dismiss, pay }
})
