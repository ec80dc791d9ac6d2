import type { TillContext } from '@/till/context'
import { appendOrderEvent } from './appendOrderEvent'
import { readRecorded } from './readRecorded'
import type { SaleMaker } from './createSaleMaker'
import type { OrderError, SellingError } from '@/core/errors'
import type { SaleEntry } from '@/core/journal/journal'
import { agreedFingerprint } from '@/core/orders/agreedEntry'
import { chosenSale, decisionOf, recordedSale } from '@/core/orders/orderDecision'
import {
  refundOfRest,
  refundOfSlip,
  stepsOf,
  unsettledOf,
  type OrderRules,
  type OrderStep,
  type RecordedOrder,
} from '@/core/orders/orderChanges'
import {
  emptyImport,
  orderEventId,
  type ImportHow,
  type OrderDecision,
  type OrderImport,
  type OrderSum,
} from '@/core/orders/orderImport'
import { askedLines, asksUnread } from '@/core/orders/orderCustomization'
import { isToBeSent } from '@/core/orders/orderPreparation'
import type { ShopOrder } from '@/core/orders/shopOrder'
import type { UnnumberedSale } from '@/core/payment/settle'
import type { OrderSlice } from '@/prestashop/readOrders'
import { customerOfBuyer } from '@/storage/orders/orderCustomers'
import { keepOrderNote } from '@/storage/orders/orders'

export interface RecorderOptions {
  shop: string
  fromDay: string
  how: ImportHow
  rules: OrderRules
  papers: SaleMaker
  missingRights: string[]
  /** Whether the key may read what a voucher applies to. */
  knowsVoucherRules: boolean
}

/** Writes an import of orders into the journal, and collects the import's outcome. */
export class OrderRecorder {
  readonly outcome: OrderImport & { undecided: OrderDecision[] }
  /** Orders to look at again the next time. */
  readonly openIds = new Set<number>()

  constructor(
    private readonly till: TillContext,
    private readonly options: RecorderOptions,
  ) {
    this.outcome = emptyImport([...options.missingRights])
  }

  /** Seals the entries an order calls for, one after the other, until none is left. */
  async take(order: ShopOrder, slice: OrderSlice): Promise<void> {
    const { till, options } = this
    const eventId = orderEventId(options.shop, order.orderId)
    let recorded = await readRecorded(till, eventId)
    if (!recorded && order.placedAt.slice(0, 10) < options.fromDay) return
    if (!recorded && (await till.tillDb.orderNotes.get(eventId))) {
      this.refuse(order, { code: 'order-purged', reference: order.reference })
      return
    }
    if (asksUnread(order, slice.customizations)) this.miss('customizations')
    for (;;) {
      const steps = stepsOf(order, recorded, slice.slips ?? [], options.rules)
      const errors: OrderError[] = []
      const after = await this.firstTaken(order, slice, recorded, steps, errors)
      if (typeof after === 'object') {
        recorded = after
        continue
      }
      if (recorded) errors.push(...unsettledOf(order, recorded, slice.slips ?? [], options.rules))
      for (const error of errors) this.refuse(order, error)
      return after === 'left' ? undefined : this.tellRest(order, slice, recorded, steps)
    }
  }

  /**
   * Seals the first of these steps that can be sealed; undefined when no step is left to seal. A
   * credit slip that cannot be sealed stops no other step: `errors` says why it waits.
   */
  private async firstTaken(
    order: ShopOrder,
    slice: OrderSlice,
    recorded: RecordedOrder | undefined,
    steps: readonly OrderStep[],
    errors: OrderError[],
  ): Promise<RecordedOrder | 'left' | undefined> {
    const { shop, papers } = this.options
    for (const step of steps) {
      if (step.kind === 'record') return this.record(order, slice)
      if (!recorded) continue
      if (step.kind === 'refund-slip') {
        const refund = refundOfSlip(recorded, step.slip, order, papers.about)
        if (!refund.ok) errors.push(refund.error)
        const eventId = orderEventId(shop, order.orderId, 'slip', step.slip.slipId)
        if (refund.ok && refund.value) return this.giveBack(order, recorded, refund.value, eventId)
      }
      if (step.kind === 'refund-rest') {
        const refund = refundOfRest(recorded, papers.about, order.changedAt)
        const eventId = orderEventId(shop, order.orderId, 'rest', recorded.refunds.length)
        if (refund) return this.giveBack(order, recorded, refund, eventId)
      }
    }
    return undefined
  }

  private async record(order: ShopOrder, slice: OrderSlice): Promise<RecordedOrder | 'left'> {
    const { papers, how, shop } = this.options
    const sales = papers.salesOf(order, slice)
    if (!sales.ok) return this.refuse(order, sales.error)
    const eventId = orderEventId(shop, order.orderId)
    const agreed = how.kind === 'record' ? how.agreed[eventId] : undefined
    const sale = chosenSale(sales.value, agreed)
    if (!sale) return this.ask(order, eventId, sales.value)
    const proof = papers.proofOf(order, sale)
    if (proof.cause !== null) {
      this.outcome.differing.push(proof)
      // An automatic import has no witness: the owner looks at this order first.
      if (how.kind === 'automatic') return this.leave(order)
    }
    const sealed = await this.seal(order, eventId, sale, slice)
    if (sealed === 'left') return 'left'
    this.outcome.recorded = plus(this.outcome.recorded, sealed)
    const differenceCents = papers.paymentsDifferCents(order, slice)
    const { reference } = order
    // The parts of a split order share one reference, and one difference.
    const isListed = this.outcome.paidOtherwise.some(one => one.reference === reference)
    if (differenceCents !== null && differenceCents !== 0 && !isListed) {
      this.outcome.paidOtherwise.push({ reference, differenceCents })
    }
    return { sale: sealed, refunds: [] }
  }

  private async giveBack(
    order: ShopOrder,
    recorded: RecordedOrder,
    refund: UnnumberedSale,
    eventId: string,
  ): Promise<RecordedOrder | 'left'> {
    const sealed = await this.seal(order, eventId, refund)
    if (sealed === 'left') return 'left'
    this.outcome.refunded = plus(this.outcome.refunded, sealed)
    return { ...recorded, refunds: [...recorded.refunds, sealed] }
  }

  /** Seals an event. In an import by hand, only an event the owner agreed to. */
  private async seal(
    order: ShopOrder,
    eventId: string,
    event: UnnumberedSale,
    slice?: OrderSlice,
  ): Promise<SaleEntry | 'left'> {
    const { how } = this.options
    const fingerprint = agreedFingerprint(event)
    if (how.kind === 'record' && how.agreed[eventId] !== fingerprint) {
      this.outcome.notAgreed += 1
      return this.leave(order)
    }
    const named = await this.withCustomer(order, event, slice)
    const sealed = await appendOrderEvent(this.till, eventId, named, how.kind === 'look')
    if (!sealed.ok) return this.refuse(order, sealed.error)
    this.outcome.entries[eventId] = fingerprint
    return sealed.value
  }

  /**
   * Adds the customer of an order that is to be handed over, stored among the counter's customers.
   */
  private async withCustomer(
    order: ShopOrder,
    event: UnnumberedSale,
    slice: OrderSlice | undefined,
  ): Promise<UnnumberedSale> {
    const buyer = slice?.buyers.get(order.orderId)
    if (!buyer || this.options.how.kind === 'look' || !isToBeSent(order.stateId)) return event
    if (slice?.downloads.has(order.orderId)) return event
    const { tillDb, newId, now } = this.till
    const { shop } = this.options
    const customerId = await customerOfBuyer(tillDb, shop, buyer, { id: newId(), at: now().at })
    return { ...event, customerId }
  }

  /** Reports what needs no sealing: an order edited since, or an order that waits. */
  private async tellRest(
    order: ShopOrder,
    slice: OrderSlice,
    recorded: RecordedOrder | undefined,
    steps: readonly OrderStep[],
  ): Promise<void> {
    const edited = steps.find(step => step.kind === 'edited')
    const editedCents = edited?.differenceCents ?? 0
    if (edited) {
      this.outcome.edited.push({ reference: order.reference, differenceCents: editedCents })
    }
    if (steps.some(step => step.kind === 'nothing' && step.meaning === 'waiting')) {
      this.outcome.waiting += 1
    }
    const { papers, how } = this.options
    if (!recorded || how.kind === 'look') return
    const sales = papers.salesOf(order, slice)
    const sale = sales.ok ? recordedSale(sales.value, recorded.sale.event) : undefined
    const proof = sale ? papers.proofOf(order, sale) : null
    await keepOrderNote(this.till.tillDb, recorded.sale.eventId, {
      proof,
      editedCents,
      asked: askedLines(order, recorded.sale.event.lines, slice.customizations),
      isDownload: slice.downloads.has(order.orderId),
    })
  }

  /** Leaves an order to the owner: its totals do not say what its voucher was taken off. */
  private ask(order: ShopOrder, eventId: string, sales: readonly UnnumberedSale[]): 'left' {
    this.outcome.undecided.push(decisionOf(order, eventId, sales))
    if (!this.options.knowsVoucherRules) this.miss('cart_rules')
    return this.leave(order)
  }

  /** Names a right that the key lacks, only once something needs it. */
  private miss(resource: string): void {
    const { missingRights } = this.outcome
    if (!missingRights.includes(resource)) missingRights.push(resource)
  }

  private refuse(order: ShopOrder, error: OrderError | SellingError): 'left' {
    if (error.code === 'order-currency-unknown') this.miss('currencies')
    this.outcome.refused.push({ reference: order.reference, error })
    return this.leave(order)
  }

  private leave({ orderId }: ShopOrder): 'left' {
    this.openIds.add(orderId)
    return 'left'
  }
}

const plus = (sum: OrderSum, { event: { totalCents } }: SaleEntry): OrderSum => ({
  count: sum.count + 1,
  totalCents: sum.totalCents + totalCents,
})
