import { meaningOfState, type OrderState, type StateMeaning } from './orderState'
import type { ShopOrder, ShopSlip } from './shopOrder'
import { slipTotalCents } from './slipAmount'
import { partsOfSlip, type GivenPart } from './slipParts'
import { fail, ok, type OrderError, type Result } from '@/core/errors'
import { allocate, centsFromMicros, lineCents } from '@/core/money'
import type { SaleEntry } from '@/core/journal/journal'
import { isLeft, refundableLines, type RefundableLine } from '@/core/payment/refund'
import type { SaleLineV1, TenderV1, VatShareV1 } from '@/core/journal/events/saleV1'
import type { UnnumberedSale } from '@/core/payment/settle'
import { vatBreakdown } from '@/core/vat'

/** What the till must do for an order as the shop has it now. */
export type OrderStep =
  | { kind: 'record'; order: ShopOrder }
  | { kind: 'refund-slip'; order: ShopOrder; slip: ShopSlip; sale: SaleEntry }
  | { kind: 'refund-rest'; order: ShopOrder; sale: SaleEntry }
  | { kind: 'edited'; order: ShopOrder; sale: SaleEntry; differenceCents: number }
  | { kind: 'nothing'; order: ShopOrder; meaning: StateMeaning }

/** What the journal holds of one order: its sale, and the refunds of that sale. */
export interface RecordedOrder {
  sale: SaleEntry
  refunds: readonly SaleEntry[]
}

export interface OrderRules {
  states: readonly OrderState[] | undefined
  owner: Readonly<Record<string, StateMeaning>>
}

/**
 * What the till must do for an order. An order is recorded once, when its state first means paid. A
 * later credit slip or cancellation becomes a further entry. An edit in the shop is reported; the
 * sealed sale never changes.
 */
export function stepsOf(
  order: ShopOrder,
  recorded: RecordedOrder | undefined,
  slips: readonly ShopSlip[],
  { states, owner }: OrderRules,
): OrderStep[] {
  const meaning = meaningOfState(order.stateId, states, owner)
  if (!recorded) {
    return meaning === 'paid' ? [{ kind: 'record', order }] : [{ kind: 'nothing', order, meaning }]
  }
  const { sale, refunds } = recorded
  const done = new Set(refunds.map(refund => refund.event.order?.slipId ?? 0))
  const newSlips = slips.filter(slip => slip.orderId === order.orderId && !done.has(slip.slipId))
  const steps: OrderStep[] = newSlips.map(slip => ({ kind: 'refund-slip', order, slip, sale }))
  const isLeft = refundableLines(sale, refunds).some(line => line.leftCents > 0)
  if (meaning === 'undone' && isLeft) steps.push({ kind: 'refund-rest', order, sale })
  const differenceCents = centsFromMicros(order.paid.grossMicros) - sale.event.totalCents
  if (differenceCents !== 0) steps.push({ kind: 'edited', order, sale, differenceCents })
  return steps.length > 0 ? steps : [{ kind: 'nothing', order, meaning }]
}

/** The refund of everything that is left of a recorded order; undefined when nothing is left. */
export function refundOfRest(
  recorded: RecordedOrder,
  about: Pick<UnnumberedSale, 'user' | 'seller' | 'software'>,
  openedAt: string,
): UnnumberedSale | undefined {
  const { sale, refunds } = recorded
  const left = refundableLines(sale, refunds).filter(isLeft)
  return refundOf(
    recorded,
    left.map(line => ({ line, milli: line.leftMilli, cents: line.leftCents })),
    0,
    about,
    openedAt,
  )
}

/**
 * The refund that a credit slip stands for: its amounts, row by row, shipping off the shipping line,
 * a voucher that the slip leaves out off its rows. Undefined when the order was already given back
 * in full. Fails when the slip gives back a row that was not sold, or more than is left of it.
 */
export function refundOfSlip(
  recorded: RecordedOrder,
  slip: ShopSlip,
  order: ShopOrder,
  about: Pick<UnnumberedSale, 'user' | 'seller' | 'software'>,
): Result<UnnumberedSale | undefined, OrderError> {
  const refundable = refundableLines(recorded.sale, recorded.refunds)
  if (refundable.every(line => line.leftCents === 0)) return ok(undefined)
  const parts = partsOfSlip(slip, order, refundable)
  if (!parts) return fail(slipDiffers(order, [slip], refundable))
  return ok(refundOf(recorded, parts, slip.slipId, about, slip.madeAt))
}

/**
 * What the shop has given back of an order and the journal cannot: credit slips above what was sold,
 * or a refunded order that is paid again. A person settles it.
 */
export function unsettledOf(
  order: ShopOrder,
  { sale, refunds }: RecordedOrder,
  slips: readonly ShopSlip[],
  { states, owner }: OrderRules,
): OrderError[] {
  const refundable = refundableLines(sale, refunds)
  const own = slips.filter(slip => slip.orderId === order.orderId)
  const slipCents = own.reduce((sum, slip) => sum + slipTotalCents(slip, order), 0)
  const sumOf = (some: readonly SaleEntry[]) =>
    some.reduce((sum, { event }) => sum - event.totalCents, 0)
  if (refundable.every(line => line.leftCents === 0) && slipCents > sumOf(refunds)) {
    return [slipDiffers(order, own, refundable)]
  }
  const isRestGiven = refunds.some(({ event }) => event.order?.slipId === 0)
  const ofShop = refunds.filter(({ event }) => event.order)
  const differenceCents = sumOf(ofShop) - slipCents
  const isPaid = meaningOfState(order.stateId, states, owner) === 'paid'
  return isPaid && isRestGiven && differenceCents > 0
    ? [{ code: 'order-paid-again', reference: order.reference, differenceCents }]
    : []
}

function slipDiffers(
  order: ShopOrder,
  slips: readonly ShopSlip[],
  refundable: readonly RefundableLine[],
): OrderError {
  return {
    code: 'order-slip-differs',
    reference: order.reference,
    givenCents: slips.reduce((sum, slip) => sum + slipTotalCents(slip, order), 0),
    leftCents: refundable.reduce((sum, line) => sum + line.leftCents, 0),
  }
}

function refundOf(
  { sale, refunds }: RecordedOrder,
  parts: readonly GivenPart[],
  slipId: number,
  about: Pick<UnnumberedSale, 'user' | 'seller' | 'software'>,
  openedAt: string,
): UnnumberedSale | undefined {
  const { event } = sale
  if (parts.length === 0 || !event.order) return undefined
  const lines = parts.map(part => givenLine(sale, part))
  const totalCents = lines.reduce((sum, line) => sum + line.grossCents, 0)
  return {
    kind: 'refund',
    channel: 'web',
    openedAt,
    currency: 'EUR',
    lines,
    discounts: [],
    vat: vatOfRefund(event.vat, lines, refunds),
    totalCents,
    tenders: givenBackBy(event.tenders, refunds, totalCents),
    changeCents: 0,
    dueCents: 0,
    refundOf: [sale.number],
    customerId: event.customerId,
    delivery: event.delivery,
    note: '',
    order: { ...event.order, slipId },
    ...about,
  }
}

/**
 * Gives an amount back by the payment methods of the sale, in their order, each up to what it paid.
 */
function givenBackBy(
  paid: readonly TenderV1[],
  before: readonly SaleEntry[],
  totalCents: number,
): TenderV1[] {
  const earlier = before.flatMap(refund => refund.event.tenders)
  let leftCents = 0 - totalCents
  return paid.flatMap(tender => {
    const sameMeans = earlier.filter(one => one.kind === tender.kind && one.name === tender.name)
    const stillCents = sameMeans.reduce((sum, one) => sum + one.givenCents, tender.givenCents)
    const backCents = Math.min(Math.max(0, stillCents), leftCents)
    leftCents -= backCents
    return backCents === 0 ? [] : [{ ...tender, givenCents: 0 - backCents }]
  })
}

function givenLine(
  sale: SaleEntry,
  { line: { line, lineIndex }, milli, cents }: GivenPart,
): SaleLineV1 {
  const grossCents = 0 - cents
  const baseCents = lineCents(line.unitPriceCents, 0 - milli)
  return {
    ...line,
    quantityMilli: 0 - milli,
    discountCents: baseCents - grossCents,
    grossCents,
    refundOf: {
      till: sale.till,
      entry: sale.number,
      line: lineIndex,
      document: sale.event.document,
    },
  }
}

/**
 * VAT of a refund. Once all of a rate is given back, in however many refunds, its VAT is given back
 * exactly.
 */
function vatOfRefund(
  sold: readonly VatShareV1[],
  lines: readonly SaleLineV1[],
  before: readonly SaleEntry[],
): VatShareV1[] {
  return vatBreakdown(lines).map(share => {
    const whole = sold.find(one => one.vatRate === share.vatRate)
    if (!whole || whole.grossCents === 0) return share
    const earlier = before
      .flatMap(refund => refund.event.vat)
      .filter(one => one.vatRate === share.vatRate)
    const sum = (of: 'grossCents' | 'vatCents') => earlier.reduce((all, one) => all - one[of], 0)
    const givenCents = sum('grossCents') - share.grossCents
    const [vatSoFar = 0] = allocate(whole.vatCents, [
      givenCents,
      Math.max(0, whole.grossCents - givenCents),
    ])
    const vatCents = sum('vatCents') - vatSoFar
    return { ...share, vatCents, netCents: share.grossCents - vatCents }
  })
}
