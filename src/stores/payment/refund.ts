import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useFoodStore } from './food'
import { onlyLast } from '@/stores/onlyLast'
import { useGivingBackStore } from './givingBack'
import { useParkingStore } from '@/stores/ticket/parking'
import { usePaymentStore } from './payment'
import { usePeopleStore } from '@/stores/people/people'
import { useProblemStore } from '@/stores/problem'
import { useRulesStore } from '@/stores/settings/rules'
import { mayDoForSale } from '@/stores/sharing/mayDoForSale'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useContext } from '@/stores/useContext'
import type { Article } from '@/core/catalogue/article'
import { vouchersBackLimit } from '@/core/payment/mealVouchers'
import { isEmptyTicket } from '@/core/payment/partPaid'
import type { EntryReference } from '@/core/journal/entryReference'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { giveBack, mayGiveBack, methodToGiveBack } from '@/core/payment/refund'
import { needsToGiveBack } from '@/core/payment/refundRights'
import { takeBack as withReturn, type ReturnedGoods } from '@/core/payment/returnWithoutTicket'
import { limitOf, type Need } from '@/core/people/permissions'
import type { Ticket } from '@/core/ticket/ticket'
import { readRefundable, type Refundable } from '@/till/payment/readRefundable'
import { isTraining } from '@/till/journal/stampEvent'

/** Giving goods back: from a sale of any till of the shop, or without its ticket. */
export const useRefundStore = defineStore('refund', () => {
  const context = useContext()
  const catalogue = useCatalogueStore()
  const food = useFoodStore()
  const givingBack = useGivingBackStore()
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
  /** It is being asked whether no other till gives the same back. */
  const isAsking = shallowRef(false)
  const isCounterBusy = computed(() => !isEmptyTicket(ticket.ticket))

  const newQuery = onlyLast()

  async function look(reference: EntryReference): Promise<void> {
    const isLast = newQuery()
    const found = await readRefundable(context, reference)
    if (isLast()) current.value = found
  }

  /** What whoever serves may not do alone to give these goods back at once. */
  function lacking(wanted: ReadonlyMap<number, number>): Need[] {
    const { value } = current
    if (!value) return []
    const { sale, refunds } = value
    const alone = withBack(ticket.newTicket(), wanted)
    return people.missing(needsToGiveBack(alone, { sales: [sale], refunds }))
  }

  /** Most that whoever serves gives back of one ticket alone. */
  const limitCents = computed(() =>
    people.serving ? limitOf(people.rights, people.serving.role, 'refund') : Infinity,
  )

  function withBack(now: Ticket, wanted: ReadonlyMap<number, number>): Ticket {
    const { value } = current
    if (!value) return now
    const { sale, refunds } = value
    return {
      ...giveBack(now, sale, refunds, wanted, context.newId),
      customerId: now.customerId ?? (sale.event.customerId || null),
    }
  }

  /**
   * Who allows these goods to be given back here; null when it must be approved and is not, or another
   * till of the shop is giving goods of the same sale back.
   */
  async function allow(next: Ticket): Promise<UserV1 | null> {
    const by = await givingBack.allow(next)
    const { value } = current
    if (!by || !value) return null
    isAsking.value = true
    try {
      return (await mayDoForSale(context, 'refund', value.sale)) ? by : null
    } finally {
      isAsking.value = false
    }
  }

  /**
   * Puts the returned goods on the ticket at the counter, once that is allowed; other articles may
   * follow. False when it is not.
   */
  async function exchange(wanted: ReadonlyMap<number, number>): Promise<boolean> {
    const by = await allow(withBack(ticket.ticket, wanted))
    if (by) ticket.change(now => givingBack.approvedBy(by, withBack(now, wanted)))
    return by !== null
  }

  /**
   * Puts the returned goods on a ticket of their own, parking the one at the counter, and asks how
   * the money is given back. False when it is not allowed: nothing has moved.
   */
  async function refund(wanted: ReadonlyMap<number, number>): Promise<boolean> {
    const { value } = current
    const by = await allow(withBack(ticket.newTicket(), wanted))
    if (!value || !by) return false
    if (isCounterBusy.value) parking.park()
    else ticket.begin()
    ticket.change(now => givingBack.approvedBy(by, withBack(now, wanted)))
    const vouchersCents = vouchersBackLimit(ticket.totals.totalCents, {
      foodCents: food.foodCents(ticket.priced),
      vouchersPaidCents: value.vouchersPaidCents,
    })
    await payment.begin(methodToGiveBack(value.sale, rules.tenderMeans, vouchersCents))
    return true
  }

  /** Takes an article back without its ticket, once that is approved; false when it is not. */
  async function takeBack(article: Article, goods: ReturnedGoods): Promise<boolean> {
    const department = catalogue.departmentsById.get(article.departmentIds[0] ?? '')?.name ?? ''
    const returned = withReturn(ticket.ticket, article, department, context.newId(), goods)
    if (!returned.ok) {
      problem.show(returned.error)
      return false
    }
    const by = await givingBack.allow(returned.value, {
      articleName: article.name,
      quantityMilli: goods.quantityMilli,
      unitPriceCents: goods.unitPriceCents,
      reason: goods.reason,
    })
    if (by) ticket.change(() => givingBack.approvedBy(by, returned.value))
    return by !== null
  }

  /** Whether whoever serves takes articles back without their ticket alone. */
  const mayTakeBack = computed(() => people.may({ permission: 'refund-without-ticket' }))

  return {
    current,
    canGiveBack,
    isAsking,
    isCounterBusy,
    mayTakeBack,
    limitCents,
    look,
    lacking,
    exchange,
    refund,
    takeBack,
  }
})
