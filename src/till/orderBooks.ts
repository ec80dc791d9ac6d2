import { isLesson, stampOf } from './stamp'
import type { Till } from './till'
import { assert } from '@/core/assert'
import type { OrderError, Result, SellingError } from '@/core/errors'
import { sealEvent, type SaleEntry } from '@/core/journal'
import {
  refundOfRest,
  refundOfSlip,
  stepsOf,
  type OrderRules,
  type OrderStep,
  type RecordedOrder,
} from '@/core/orders/orderChanges'
import { orderEventId, type OrderImport, type OrderSum } from '@/core/orders/orderImport'
import type { OrderKnowledge } from '@/core/orders/orderLines'
import { proveOrder } from '@/core/orders/orderProof'
import { saleOfOrder, type OrderContext } from '@/core/orders/orderSale'
import { tenderOfOrder } from '@/core/orders/orderTender'
import type { ShopOrder } from '@/core/orders/shopOrder'
import { seriesOf } from '@/core/series'
import type { UnnumberedSale } from '@/core/settle'
import type { ReadOrders } from '@/prestashop/readOrders'
import { appendSale, RefusedByJournal, TicketChangedElsewhere } from '@/storage/append'
import { keepOrderNote, readRecordedOrder } from '@/storage/orders'

export interface BooksOptions {
  shop: string
  fromDay: string
  /** Else nothing is written. */
  isApplied: boolean
  read: ReadOrders
  knowledge: OrderKnowledge
  rules: OrderRules
  context: Omit<OrderContext, 'tender'>
}

/** The journal as an import of orders writes in it, and what it tells of that at its end. */
export class OrderBooks {
  readonly told: OrderImport
  readonly refusedIds: number[] = []

  constructor(
    private readonly till: Till,
    private readonly options: BooksOptions,
  ) {
    const { unreadable, missingRights } = options.read
    const none: OrderSum = { count: 0, totalCents: 0 }
    const lists = { edited: [], refused: [], waiting: 0, unreadable, missingRights }
    this.told = { recorded: none, refunded: none, ...lists }
  }

  /** Does what an order asks of the books, one entry after the other, until nothing is left. */
  async take(order: ShopOrder): Promise<void> {
    const { till, options } = this
    const eventId = orderEventId(options.shop, order.orderId)
    let recorded = await readRecordedOrder(till.tillDb, eventId)
    if (!recorded && order.placedAt.slice(0, 10) < options.fromDay) return
    if (!recorded && (await till.tillDb.orderNotes.get(eventId))) {
      this.refuse(order, { code: 'order-purged', reference: order.reference })
      return
    }
    for (;;) {
      const steps = stepsOf(order, recorded, options.read.slips ?? [], options.rules)
      const after = await this.firstTaken(order, recorded, steps)
      if (after === undefined) return this.tellRest(order, recorded, steps)
      if (after === 'refused') return
      recorded = after
    }
  }

  /** Seals the first of these steps that can be; undefined when none is left to seal. */
  private async firstTaken(
    order: ShopOrder,
    recorded: RecordedOrder | undefined,
    steps: readonly OrderStep[],
  ): Promise<RecordedOrder | 'refused' | undefined> {
    const { shop } = this.options
    for (const step of steps) {
      if (step.kind === 'record') return this.record(order)
      if (!recorded) continue
      if (step.kind === 'refund-slip') {
        const refund = refundOfSlip(recorded, step.slip, order, this.about())
        if (!refund.ok) return this.refuse(order, refund.error)
        const eventId = orderEventId(shop, order.orderId, 'slip', step.slip.slipId)
        if (refund.value) return this.giveBack(order, recorded, refund.value, eventId)
      }
      if (step.kind === 'refund-rest') {
        const refund = refundOfRest(recorded, this.about(), order.changedAt)
        const eventId = orderEventId(shop, order.orderId, 'rest', recorded.refunds.length)
        if (refund) return this.giveBack(order, recorded, refund, eventId)
      }
    }
    return undefined
  }

  private async record(order: ShopOrder): Promise<RecordedOrder | 'refused'> {
    const sale = this.saleOf(order)
    if (!sale.ok) return this.refuse(order, sale.error)
    const eventId = orderEventId(this.options.shop, order.orderId)
    const sealed = await this.seal(eventId, sale.value)
    if (!sealed.ok) return this.refuse(order, sealed.error)
    this.told.recorded = plus(this.told.recorded, sealed.value)
    return { sale: sealed.value, refunds: [] }
  }

  private saleOf(order: ShopOrder): Result<UnnumberedSale, OrderError> {
    const { read, knowledge, context } = this.options
    const vouchers = read.vouchers && (read.vouchers.get(order.orderId) ?? [])
    return saleOfOrder(order, vouchers, knowledge, { ...context, tender: tenderOfOrder(order) })
  }

  private async giveBack(
    order: ShopOrder,
    recorded: RecordedOrder,
    refund: UnnumberedSale,
    eventId: string,
  ): Promise<RecordedOrder | 'refused'> {
    const sealed = await this.seal(eventId, refund)
    if (!sealed.ok) return this.refuse(order, sealed.error)
    this.told.refunded = plus(this.told.refunded, sealed.value)
    return { ...recorded, refunds: [...recorded.refunds, sealed.value] }
  }

  /** In a transaction of its own. One that another tab sealed meanwhile is the one there is. */
  private async seal(
    eventId: string,
    event: UnnumberedSale,
  ): Promise<Result<SaleEntry, SellingError>> {
    const { till } = this
    const kind = event.kind === 'sale' ? 'web-sale' : 'web-refund'
    const series = seriesOf(till.letter, kind, isLesson(till))
    const unsealed = { ...stampOf(till, eventId), event }
    if (!this.options.isApplied) {
      const numbered = { ...event, document: { series, number: 0 } }
      const entry = sealEvent(undefined, { ...unsealed, event: numbered })
      return { ok: true, value: { ...entry, event: numbered } }
    }
    try {
      return { ok: true, value: await appendSale(till.tillDb, unsealed, series) }
    } catch (error) {
      if (error instanceof RefusedByJournal) return { ok: false, error: error.refusal }
      if (!(error instanceof TicketChangedElsewhere)) throw error
      const elsewhere = await readRecordedOrder(till.tillDb, eventId)
      assert(elsewhere !== undefined, 'what another tab sealed is in the journal')
      return { ok: true, value: elsewhere.sale }
    }
  }

  /** What is only told: an order edited since, or one that waits. */
  private async tellRest(
    order: ShopOrder,
    recorded: RecordedOrder | undefined,
    steps: readonly OrderStep[],
  ): Promise<void> {
    const edited = steps.find(step => step.kind === 'edited')
    const editedCents = edited?.differenceCents ?? 0
    if (edited) {
      this.told.edited.push({ reference: order.reference, differenceCents: editedCents })
    }
    if (steps.some(step => step.kind === 'nothing' && step.meaning === 'waiting')) {
      this.told.waiting += 1
    }
    if (!recorded || !this.options.isApplied) return
    const sale = this.saleOf(order)
    const proof = sale.ok ? proveOrder(order, sale.value, this.options.knowledge) : null
    await keepOrderNote(this.till.tillDb, recorded.sale.eventId, { proof, editedCents })
  }

  private refuse({ orderId, reference }: ShopOrder, error: OrderError | SellingError): 'refused' {
    this.told.refused.push({ reference, error })
    this.refusedIds.push(orderId)
    return 'refused'
  }

  private about() {
    const { user, seller, software } = this.options.context
    return { user, seller, software }
  }
}

const plus = (sum: OrderSum, { event: { totalCents } }: SaleEntry): OrderSum => ({
  count: sum.count + 1,
  totalCents: sum.totalCents + totalCents,
})
