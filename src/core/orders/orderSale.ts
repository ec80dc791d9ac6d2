import { orderLines, type OrderKnowledge, type OrderLine, type LineNames } from './orderLines'
import { refusedCurrency } from './orderCurrency'
import { spreadVouchers, type LineOff } from './orderDiscount'
import { vatOfOrder } from './orderVat'
import type { ShopOrder, ShopVoucher } from './shopOrder'
import { fail, ok, type OrderError, type Result } from '@/core/errors'
import type {
  DiscountV1,
  SaleLineV1,
  SellerV1,
  SoftwareV1,
  TenderV1,
  UserV1,
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
 * The sale that records an order. Fails like `salesOfOrder`, and when the order's own totals leave
 * open what its vouchers were taken off: then several sales are possible, and a person chooses.
 */
export function saleOfOrder(
  order: ShopOrder,
  vouchers: readonly ShopVoucher[] | undefined,
  knowledge: OrderKnowledge,
  terms: OrderTerms,
): Result<UnnumberedSale, OrderError> {
  const sales = salesOfOrder(order, vouchers, knowledge, terms)
  if (!sales.ok) return sales
  const [sale, ...others] = sales.value
  if (sale && others.length === 0) return ok(sale)
  return fail({ code: 'order-voucher-unclear', reference: order.reference })
}

/**
 * The sales that may record an order: rows, shipping and wrapping as lines, vouchers spread over
 * them. One, or several with different VAT when the order's totals leave open what a voucher was
 * taken off. The total and the VAT per rate are the ones PrestaShop billed, to the cent: net amounts
 * are PrestaShop's, never computed from the gross. Fails when the order's amounts do not add up,
 * when it has no rows, or when it is not known to be in euros.
 */
export function salesOfOrder(
  order: ShopOrder,
  vouchers: readonly ShopVoucher[] | undefined,
  knowledge: OrderKnowledge,
  terms: OrderTerms,
): Result<UnnumberedSale[], OrderError> {
  const { reference } = order
  if (order.rows.length === 0) return fail({ code: 'order-without-lines', reference })
  const refused = refusedCurrency(order, knowledge.currencies)
  if (refused) return fail(refused)
  const read = orderLines(order, knowledge, terms.names)
  if (!read.ok) return read
  const lines = read.value
  const sales = spreadVouchers(order, lines, vouchers).map(off =>
    saleOfLines(order, vouchers, lines, off, terms),
  )
  const made = sales.flatMap(sale => (sale.ok ? sale.value : []))
  const [first] = sales
  if (made.length === 0 && first && !first.ok) return first
  return ok(withUnlikeVat(made))
}

/** The sales that differ in VAT, the first of each. */
function withUnlikeVat(sales: readonly UnnumberedSale[]): UnnumberedSale[] {
  const keyOf = ({ vat }: UnnumberedSale) =>
    vat.map(one => [one.vatRate, one.netCents, one.vatCents].join('/')).join(' ')
  return [...new Map(sales.toReversed().map(sale => [keyOf(sale), sale])).values()].toReversed()
}

function saleOfLines(
  order: ShopOrder,
  vouchers: readonly ShopVoucher[] | undefined,
  lines: readonly OrderLine[],
  off: readonly LineOff[],
  terms: OrderTerms,
): Result<UnnumberedSale, OrderError> {
  const { orderId, reference } = order
  const totalCents = centsFromMicros(order.paid.grossMicros)
  const sumCents = lines.reduce(
    (sum, line, index) => sum + line.grossCents - (off[index]?.grossCents ?? 0),
    0,
  )
  const differenceCents = totalCents - sumCents
  const vat = vatOfOrder(lines, off, centsFromMicros(order.paid.netMicros))
  if (differenceCents !== 0 || !vat) {
    return fail({ code: 'order-totals-disagree', reference, differenceCents })
  }
  const { shop, seller, software, user, tenders, delivery, customerId } = terms
  return ok({
    kind: 'sale',
    channel: 'web',
    openedAt: order.placedAt,
    currency: 'EUR',
    lines: lines.map((line, index) => sealedLine(line, off[index]?.grossCents ?? 0)),
    discounts: discountsOf(vouchers, lines, off, terms.names.voucher),
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
  vouchers: readonly ShopVoucher[] | undefined,
  lines: readonly OrderLine[],
  off: readonly LineOff[],
  usualName: string,
): DiscountV1[] {
  const indexesOf = (isShipping: boolean) =>
    lines.flatMap((line, index) =>
      (line.kind === 'shipping') === isShipping && (off[index]?.grossCents ?? 0) > 0 ? index : [],
    )
  const reasonOf = (isFreeShipping: boolean) =>
    vouchers
      ?.filter(voucher => voucher.isFreeShipping === isFreeShipping)
      .map(voucher => voucher.name)
      .join(', ') || usualName
  const given = (amountCents: number, indexes: number[], reason: string): DiscountV1[] =>
    amountCents === 0
      ? []
      : [
          {
            kind: 'amount',
            value: amountCents,
            lines: indexes,
            amountCents,
            reason,
            approvedBy: null,
          },
        ]
  const centsOf = (indexes: readonly number[]) =>
    indexes.reduce((sum, index) => sum + (off[index]?.grossCents ?? 0), 0)
  return [true, false].flatMap(isShipping => {
    const indexes = indexesOf(isShipping)
    return given(centsOf(indexes), indexes, reasonOf(isShipping))
  })
}
