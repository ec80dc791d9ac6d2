import { orderLines, type OrderKnowledge, type OrderLine, type LineNames } from './orderLines'
import { freeShippingCents, spreadVouchers, type LineOff } from './orderDiscount'
import type { ShopOrder, ShopVoucher } from './shopOrder'
import { fail, ok, type OrderError, type Result } from '@/core/errors'
import type {
  DiscountV1,
  SaleLineV1,
  SellerV1,
  SoftwareV1,
  TenderV1,
  UserV1,
  VatShareV1,
} from '@/core/journal/events/saleV1'
import { centsFromMicros } from '@/core/money'
import type { UnnumberedSale } from '@/core/payment/settle'
import type { DeliveryMethod } from '@/core/ticket/ticket'

/** Everything an online sale holds besides its order. */
export interface OrderTerms {
  shop: string
  seller: SellerV1
  software: SoftwareV1
  user: UserV1
  /** Tenders that add up to the order's total. */
  tenders: TenderV1[]
  delivery: DeliveryMethod
  /** The till's customer who ordered; empty when there is none. */
  customerId: string
  names: LineNames
}

/**
 * The sale that records an order: rows, shipping and wrapping as lines, vouchers spread over them.
 * The total and the VAT per rate are the ones PrestaShop billed, to the cent: net amounts are
 * PrestaShop's, never computed from the gross. Fails when the order's amounts do not add up, when
 * it has no rows, or when it is not in the shop's main currency.
 */
export function saleOfOrder(
  order: ShopOrder,
  vouchers: readonly ShopVoucher[] | undefined,
  knowledge: OrderKnowledge,
  terms: OrderTerms,
): Result<UnnumberedSale, OrderError> {
  const { orderId, reference } = order
  if (order.rows.length === 0) return fail({ code: 'order-without-lines', reference })
  // The journal is in euros; only the shop's main currency has a conversion rate of one.
  if (order.conversionMicros !== 1_000_000) return fail({ code: 'order-other-currency', reference })
  const read = orderLines(order, knowledge, terms.names)
  if (!read.ok) return read
  const lines = read.value
  const off = spreadVouchers(order, lines, vouchers)
  const totalCents = centsFromMicros(order.paid.grossMicros)
  const sumCents = lines.reduce(
    (sum, line, place) => sum + line.grossCents - (off[place]?.grossCents ?? 0),
    0,
  )
  if (sumCents !== totalCents) {
    const differenceCents = totalCents - sumCents
    return fail({ code: 'order-totals-disagree', reference, differenceCents })
  }
  const vat = vatOf(lines, off, centsFromMicros(order.paid.netMicros))
  if (!vat)
    return fail({
      code: 'order-totals-disagree',
      reference,
      differenceCents: totalCents - sumCents,
    })
  const { shop, seller, software, user, tenders, delivery, customerId } = terms
  return ok({
    kind: 'sale',
    channel: 'web',
    openedAt: order.placedAt,
    currency: 'EUR',
    lines: lines.map((line, place) => sealedLine(line, off[place]?.grossCents ?? 0)),
    discounts: discountsOf(order, vouchers, lines, off, terms.names.voucher),
    vat,
    totalCents,
    tenders,
    changeCents: 0,
    dueCents: 0,
    refundOf: [],
    customerId,
    delivery,
    note: '',
    order: {
      shop,
      orderId,
      reference: order.reference,
      placedAt: order.placedAt,
      stateId: order.stateId,
      module: order.module,
      carrierId: order.carrierId,
      slipId: 0,
    },
    user,
    seller,
    software,
  })
}

function sealedLine(line: OrderLine, offCents: number): SaleLineV1 {
  const grossCents = line.grossCents - offCents
  return {
    articleId: line.articleId,
    kind: line.kind === 'shipping' ? 'shipping' : 'goods',
    name: line.name,
    reference: line.reference,
    department: line.department,
    quantityMilli: line.quantity * 1000,
    unitPriceCents: line.unitPriceCents,
    listPriceCents: line.unitPriceCents,
    priceReason: '',
    // The shop rounds the line, the till the item: a cent between the two is also stored here.
    discountCents: line.unitPriceCents * line.quantity - grossCents,
    grossCents,
    ...(line.ecotaxCents > 0 ? { ecotaxCents: line.ecotaxCents } : {}),
    vatRate: line.vatRate,
    note: '',
    refundOf: null,
  }
}

/** Free shipping is a discount on the shipping line alone; the rest is a discount on the goods. */
function discountsOf(
  order: ShopOrder,
  vouchers: readonly ShopVoucher[] | undefined,
  lines: readonly OrderLine[],
  off: readonly LineOff[],
  usualName: string,
): DiscountV1[] {
  const freeCents = freeShippingCents(order, vouchers)
  const goodsCents = centsFromMicros(order.discount.grossMicros) - freeCents
  const placesOf = (isShipping: boolean) =>
    lines.flatMap((line, place) =>
      (line.kind === 'shipping') === isShipping && (off[place]?.grossCents ?? 0) > 0 ? place : [],
    )
  const reasonOf = (isFreeShipping: boolean) =>
    vouchers
      ?.filter(voucher => voucher.isFreeShipping === isFreeShipping)
      .map(voucher => voucher.name)
      .join(', ') || usualName
  const given = (amountCents: number, places: number[], reason: string): DiscountV1[] =>
    amountCents === 0
      ? []
      : [
          {
            kind: 'amount',
            value: amountCents,
            lines: places,
            amountCents,
            reason,
            approvedBy: null,
          },
        ]
  return [
    ...given(freeCents, placesOf(true), reasonOf(true)),
    ...given(goodsCents, placesOf(false), reasonOf(false)),
  ]
}

/**
 * VAT per rate from the net amounts the shop billed. Cents of rounding between these amounts and
 * the order's net total go to the largest taxed share. Undefined when more is missing than rounding
 * can explain.
 */
function vatOf(
  lines: readonly OrderLine[],
  off: readonly LineOff[],
  paidNetCents: number,
): VatShareV1[] | undefined {
  const byRate = new Map<number, { grossCents: number; netCents: number }>()
  lines.forEach((line, place) => {
    const sum = byRate.get(line.vatRate) ?? { grossCents: 0, netCents: 0 }
    byRate.set(line.vatRate, {
      grossCents: sum.grossCents + line.grossCents - (off[place]?.grossCents ?? 0),
      netCents: sum.netCents + line.netCents - (off[place]?.netCents ?? 0),
    })
  })
  const shares = [...byRate]
    .map(([vatRate, { grossCents, netCents }]) => ({ vatRate, grossCents, netCents }))
    .sort((a, b) => a.vatRate - b.vatRate)
  const missing = paidNetCents - shares.reduce((sum, share) => sum + share.netCents, 0)
  const largest = shares.reduce<(typeof shares)[number] | undefined>(
    (found, share) =>
      share.vatRate > 0 && share.grossCents > (found?.grossCents ?? 0) ? share : found,
    undefined,
  )
  if (Math.abs(missing) > lines.length + 1 || (missing !== 0 && !largest)) return undefined
  if (largest) largest.netCents += missing
  return shares.map(({ vatRate, grossCents, netCents }) => ({
    vatRate,
    netCents,
    vatCents: grossCents - netCents,
    grossCents,
  }))
}
