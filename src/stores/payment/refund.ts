import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useFoodStore } from './food'
import { onlyLast } from '@/stores/onlyLast'
import { useParkingStore } from '@/stores/ticket/parking'
import { usePaymentStore } from './payment'
import { usePeopleStore } from '@/stores/people/people'
import { useProblemStore } from '@/stores/problem'
import { useRulesStore } from '@/stores/settings/rules'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useContext } from '@/stores/useContext'
import type { Article } from '@/core/catalogue/article'
import { vouchersBackLimit } from '@/core/payment/mealVouchers'
import { isEmptyTicket } from '@/core/payment/partPaid'
import type { EntryReference } from '@/core/journal/entryReference'
import { giveBack, mayGiveBack, methodToGiveBack } from '@/core/payment/refund'
import { takeBack as withReturn, type ReturnedGoods } from '@/core/payment/returnWithoutTicket'
import { readRefundable, type Refundable } from '@/till/payment/readRefundable'
import { isTraining } from '@/till/journal/stampEvent'

/** Giving goods back: from a sale of the journal, or without its ticket. */
export const useRefundStore = defineStore('refund', () => {
  const context = useContext()
  const catalogue = useCatalogueStore()
  const food = useFoodStore()
  const parking = useParkingStore()
  const payment = usePaymentStore()
  const people = usePeopleStore()
  const problem = useProblemStore()
  const rules = useRulesStore()
  const ticket = useTicketStore()

  /** The sale shown, as it stands now. */
  const current = shallowRef<Refundable | null>(null)
  /** Training gives back training sales only, and real goods come only from real sales. */
  const canGiveBack = computed(() => {
    const { value } = current
    return value !== null && mayGiveBack(value.sale, value.lines, isTraining(context))
  })
  const isCounterBusy = computed(() => !isEmptyTicket(ticket.ticket))

  const newQuery = onlyLast()

  async function look(reference: EntryReference): Promise<void> {
    const isLast = newQuery()
    const found = await readRefundable(context, reference)
    if (isLast()) current.value = found
  }

  /** Puts the returned goods on the ticket at the counter; other articles may follow. */
  function exchange(wanted: ReadonlyMap<number, number>): void {
    const { value } = current
    if (!value) return
    const { sale, refunds } = value
    ticket.change(now => ({
      ...giveBack(now, sale, refunds, wanted, context.newId),
      customerId: now.customerId ?? (sale.event.customerId || null),
    }))
  }

  /**
   * Puts the returned goods on a ticket of their own, parking the one at the counter, and asks how
   * the money is given back.
   */
  async function refund(wanted: ReadonlyMap<number, number>): Promise<void> {
    const { value } = current
    if (!value) return
    if (isCounterBusy.value) parking.park()
    else ticket.begin()
    exchange(wanted)
    const vouchersCents = vouchersBackLimit(ticket.totals.totalCents, {
      foodCents: food.foodCents(ticket.priced),
      vouchersPaidCents: value.vouchersPaidCents,
    })
    await payment.begin(methodToGiveBack(value.sale, rules.tenderMeans, vouchersCents))
  }

  /** Takes an article back without its ticket, once that is approved; false when it is not. */
  async function takeBack(article: Article, goods: ReturnedGoods): Promise<boolean> {
    const approver = await people.approve('refund-without-ticket', {
      articleName: article.name,
      quantityMilli: goods.quantityMilli,
      unitPriceCents: goods.unitPriceCents,
      reason: goods.reason,
    })
    if (!approver) return false
    const department = catalogue.departmentsById.get(article.departmentIds[0] ?? '')?.name ?? ''
    const returned = withReturn(ticket.ticket, article, department, context.newId(), goods)
    if (returned.ok) ticket.change(() => returned.value)
    else problem.show(returned.error)
    return returned.ok
  }

  return { current, canGiveBack, isCounterBusy, look, exchange, refund, takeBack }
})
