import { meaningOfState, type OrderState, type StateMeaning } from './orderState'
import type { Billed, ShopOrder, ShopSlip } from './shopOrder'
import { allocate, centsFromMicros } from '../money'
import type { SaleEntry } from '../journal'
import { refundableLines, type RefundableLine } from '../refund'
import type { SaleLineV1, VatShareV1 } from '../events/saleV1'
import type { UnnumberedSale } from '../settle'
import { vatBreakdown } from '../vat'

/** What an order that the shop has now asks of the books. */
export type OrderStep =
  | { kind: 'record'; order: ShopOrder }
  | { kind: 'refund-slip'; order: ShopOrder; slip: ShopSlip; sale: SaleEntry }
  | { kind: 'refund-rest'; order: ShopOrder; sale: SaleEntry }
  | { kind: 'edited'; order: ShopOrder; sale: SaleEntry; differenceCents: number }
  | { kind: 'nothing'; order: ShopOrder; meaning: StateMeaning }

/** What the books hold of one order: its sale, and what was given back of it since. */
export interface RecordedOrder {
  sale: SaleEntry
  refunds: readonly SaleEntry[]
}

export interface OrderRules {
  states: readonly OrderState[] | undefined
  owner: Readonly<Record<string, StateMeaning>>
}

/**
 * What is to be done of an order. It is recorded once, when it first counts as paid; what
 * comes later (a credit slip, a cancellation) is a further entry, and an edit is said, never
 * a change of what was sealed.
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
  const isLeft = refundableLines(sale, refunds).some(line => line.leftMilli > 0)
  if (meaning === 'undone' && isLeft) steps.push({ kind: 'refund-rest', order, sale })
  const differenceCents = centsFromMicros(order.paid.grossMicros) - sale.event.totalCents
  if (differenceCents !== 0) steps.push({ kind: 'edited', order, sale, differenceCents })
  return steps.length > 0 ? steps : [{ kind: 'nothing', order, meaning }]
}

/** The refund of all that is left of a recorded order. */
export function refundOfRest(
  { sale, refunds }: RecordedOrder,
  about: Pick<UnnumberedSale, 'user' | 'seller' | 'software'>,
  openedAt: string,
): UnnumberedSale | undefined {
  const left = refundableLines(sale, refunds).filter(line => line.leftMilli > 0)
  return refundOf(
    sale,
    left.map(line => ({ line, milli: line.leftMilli, cents: line.leftCents })),
    0,
    about,
    openedAt,
  )
}

/**
 * The refund that a credit slip is: the amounts it says, by row, as far as there is still so
 * much to give back of each; shipping given back with it comes off the shipping line.
 */
export function refundOfSlip(
  { sale, refunds }: RecordedOrder,
  slip: ShopSlip,
  rowPlaces: ReadonlyMap<number, number>,
  about: Pick<UnnumberedSale, 'user' | 'seller' | 'software'>,
): UnnumberedSale | undefined {
  const refundable = refundableLines(sale, refunds)
  const given = slip.rows.flatMap(row => {
    const line = refundable.find(one => one.place === rowPlaces.get(row.rowId))
    return line ? partOf(line, row.quantity * 1000, row.given) : []
  })
  const shipping = refundable.find(({ line }) => line.kind === 'shipping')
  const freight = shipping ? partOf(shipping, 1000, slip.shipping) : []
  return refundOf(sale, [...given, ...freight], slip.slipId, about, slip.madeAt)
}

interface GivenPart {
  line: RefundableLine
  milli: number
  cents: number
}

function partOf(line: RefundableLine, milli: number, { grossMicros }: Billed): GivenPart[] {
  const cents = Math.min(centsFromMicros(grossMicros), line.leftCents)
  if (cents === 0 || line.leftMilli === 0) return []
  return [{ line, milli: Math.min(Math.max(milli, 1000), line.leftMilli), cents }]
}

function refundOf(
  sale: SaleEntry,
  parts: readonly GivenPart[],
  slipId: number,
  about: Pick<UnnumberedSale, 'user' | 'seller' | 'software'>,
  openedAt: string,
): UnnumberedSale | undefined {
  const { event } = sale
  if (parts.length === 0 || !event.order) return undefined
  const lines = parts.map(part => givenLine(sale, part))
  const totalCents = lines.reduce((sum, line) => sum + line.grossCents, 0)
  const [tender] = event.tenders
  return {
    kind: 'refund',
    channel: 'web',
    openedAt,
    currency: 'EUR',
    lines,
    discounts: [],
    vat: vatOfRefund(event.vat, lines),
    totalCents,
    tenders: tender && totalCents !== 0 ? [{ ...tender, givenCents: totalCents }] : [],
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

function givenLine(
  sale: SaleEntry,
  { line: { line, place }, milli, cents }: GivenPart,
): SaleLineV1 {
  const grossCents = 0 - cents
  const baseCents = Math.round((0 - line.unitPriceCents * milli) / 1000)
  return {
    ...line,
    quantityMilli: 0 - milli,
    discountCents: baseCents - grossCents,
    grossCents,
    refundOf: { till: sale.till, entry: sale.number, line: place, document: sale.event.document },
  }
}

/** All of a rate given back gives back its VAT exactly; a part, its share. */
function vatOfRefund(sold: readonly VatShareV1[], lines: readonly SaleLineV1[]): VatShareV1[] {
  return vatBreakdown(lines).map(share => {
    const whole = sold.find(one => one.vatRate === share.vatRate)
    if (!whole || whole.grossCents === 0) return share
    const [vat = 0] = allocate(whole.vatCents, [
      Math.abs(share.grossCents),
      Math.max(0, whole.grossCents + share.grossCents),
    ])
    return { ...share, vatCents: 0 - vat, netCents: share.grossCents + vat }
  })
}
