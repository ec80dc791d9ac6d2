import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { usePaymentMethodsStore } from './paymentMethods'
import { useCardTerminalStore } from './cardTerminal'
import { usePaymentPhaseStore } from './phase'
import { useFoodStore } from './food'
import { useGivingBackStore } from './givingBack'
import { useIdentityStore } from '@/stores/settings/identity'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'
import { useOpenPaymentStore } from './openPayment'
import { usePrinterStore } from '@/stores/printing/printer'
import { usePricesStore } from '@/stores/ticket/prices'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useSellingEndedStore } from '@/stores/sharing/sellingEnded'
import { useContext } from '@/stores/useContext'
import type { TillError } from '@/core/errors'
import type { SaleEntry } from '@/core/journal/journal'
import { rulesOf } from '@/core/payment/openPayment'
import { mayComeApart } from '@/core/payment/partPaid'
import type { Tender, TenderKind } from '@/core/payment/tender'
import { sellTicket } from '@/till/payment/sellTicket'

/** Payment of the ticket at the counter: the amount asked for, the sale sealed, the error. */
export const usePaymentStore = defineStore('payment', () => {
  const context = useContext()
  const sellingEnded = useSellingEndedStore()
  const food = useFoodStore()
  const givingBack = useGivingBackStore()
  const identity = useIdentityStore()
  const people = usePeopleStore()
  const rules = useRulesStore()
  const settings = useSettingsStore()
  const ticket = useTicketStore()
  const open = useOpenPaymentStore()
  const methods = usePaymentMethodsStore()
  const phase = usePaymentPhaseStore()
  const prices = usePricesStore()
  const printer = usePrinterStore()
  const terminal = useCardTerminalStore()

  /** The ticket whose payment was begun here: it is sealed, whatever the shop decides meanwhile. */
  let begunTicketId = ''
  let sealing: ReturnType<typeof sellTicket> | undefined
  const sealed = shallowRef<SaleEntry | null>(null)
  const problem = shallowRef<TillError | null>(null)
  /** The sale just paid, until the next ticket begins. */
  const lastSale = computed(() => (ticket.ticket.lines.length === 0 ? sealed.value : null))

  watch(
    () => ticket.ticket,
    ({ lines }) => {
      problem.value = null
      if (lines.length > 0) sealed.value = null
    },
  )

  /**
   * Asks for the amount, with the first payment method of a kind, or with none chosen. Prices of
   * the ticket and goods it gives back that need an approval ask for it first; so does the shop's
   * identity, before the first real sale.
   */
  async function begin(kind: TenderKind | null): Promise<void> {
    if (phase.isSealing || !(await prices.mayPay()) || !(await givingBack.mayPay())) return
    // Money already taken is shown at once; the sealing asks then.
    const isMoneyTaken = ticket.ticket.taken.length > 0
    if (!isMoneyTaken && !(await identity.mayPay())) return
    await terminal.ready()
    await food.ready()
    dismiss()
    const why = isMoneyTaken ? null : sellingEnded.why
    begunTicketId = why === null ? ticket.ticket.ticketId : ''
    open.begin(methods.methods.find(one => one.kind === kind) ?? null)
    if (why) open.bar({ code: 'selling-ended', why })
    phase.ask('ticket')
  }

  /** Leaves the payment; tenders already taken stay on the ticket. */
  const leave = () => phase.close('ticket')

  /**
   * Cancels the ticket. A partly paid ticket is not cancelled: its payment is shown, so that it can
   * be taken back.
   */
  async function giveUp(): Promise<void> {
    const may = mayComeApart(ticket.ticket)
    if (may.ok) {
      ticket.clear()
      return
    }
    await begin(null)
    open.refuse(may.error)
  }

  function dismiss(): void {
    sealed.value = null
    problem.value = null
  }

  /** Seals the sale, then clears the counter. A second press joins the first. */
  async function pay(tenders: readonly Tender[], mayOwe = false): ReturnType<typeof sellTicket> {
    sealing ??= phase.seal(() => seal(tenders, mayOwe)).finally(() => (sealing = undefined))
    const sale = await sealing
    // The journal alone decides: what it misses is asked for, then the same payment goes on.
    const isAsked = !sale.ok && sale.error.code === 'seller-missing'
    return isAsked && (await identity.ask()) ? pay(tenders, mayOwe) : sale
  }

  async function seal(tenders: readonly Tender[], mayOwe: boolean): ReturnType<typeof sellTicket> {
    const sale = await sellTicket(context, ticket.ticket, tenders, {
      seller: settings.seller,
      user: people.current,
      mealVoucherCeilingCents: rules.rules.mealVoucherCeilingCents,
      voucherPeople: rulesOf(open.openPayment, open.toPay).voucherPeople ?? 1,
      isFood: food.isFood,
      mayOwe,
      debtCents: open.debtCents,
      vouchersPaidCents: open.vouchersPaidCents,
      isPaymentBegun: ticket.ticket.ticketId === begunTicketId,
    })
    problem.value = sale.ok ? null : sale.error
    // The owner may have changed the rights in another tab: the next try asks by the new ones.
    if (!sale.ok && sale.error.code === 'approval-missing') await people.refresh()
    if (!sale.ok) return sale

    phase.close('ticket')
    ticket.begin()
    sealed.value = sale.value
    printer.noteSealed(sale.value)
    return sale
  }

  return { lastSale, problem, begin, leave, giveUp, dismiss, pay }
})
