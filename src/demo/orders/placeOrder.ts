import { applyVouchers, type DemoVoucher, type VoucherValue } from './cartRules'
import { rowsOf, type Row, type ShopData, type Value } from '@/demo/webservice/shopData'

/** An order to place in a simulated shop. Prices are with VAT, in cents of its currency. */
export interface PlacedOrder {
  orderId: number
  reference: string
  stateId: number
  placedAt: string
  lines: {
    productId: number
    combinationId?: number
    name: string
    quantity: number
    priceCents: number
    /** Rate of its VAT, in percent; 0 for none. */
    vatPercent: number
  }[]
  shippingCents: number
  shippingVatPercent: number
  wrappingCents?: number
  vouchers?: DemoVoucher[]
  currencyId?: number
  conversionRate?: string
}

const row = (
  id: number,
  fields: Record<string, Value>,
  associations: Row['associations'] = {},
) => ({
  id,
  fields,
  associations,
})
/** Six decimals, or two as PrestaShop 1.6 stores the values of vouchers. */
const money = (amount: number, decimals = 6) => amount.toFixed(decimals)
const toCent = (amount: number) => Math.round(amount * 100 + 1e-6) / 100

type OrderLine = PlacedOrder['lines'][number] & { id: number; net: number; total: VoucherValue }

/**
 * Places an order as PrestaShop does with rounding by line: rows, vouchers, totals. The rules of its
 * vouchers are added to the shop, and its payment.
 */
export function placeOrder(data: ShopData, order: PlacedOrder): void {
  const firstDetailId = nextId(data, 'order_details')
  const lines = order.lines.map((line, index): OrderLine => {
    const net = line.priceCents / (100 + line.vatPercent)
    const gross = (line.priceCents * line.quantity) / 100
    const total = { gross, net: toCent(net * line.quantity) }
    return { ...line, id: firstDetailId + index, net, total }
  })
  const shipping = withoutVat(order.shippingCents, order.shippingVatPercent)
  const { vouchers = [] } = order
  const cart = lines.map(({ productId, quantity, total }) => ({ productId, quantity, ...total }))
  const { values } = applyVouchers(cart, shipping, vouchers, data.version)
  const totals = totalsOf(order, lines, shipping, values)
  addHeader(data, order, lines, totals)
  for (const line of lines) addDetail(data, order, line)
  vouchers.forEach((voucher, index) => {
    addVoucher(data, order, voucher, values[index] ?? { gross: 0, net: 0 })
    addRule(data, voucher)
  })
  push(
    data,
    'order_payments',
    row(nextId(data, 'order_payments'), {
      ...modelOf(data, 'order_payments'),
      order_reference: order.reference,
      amount: totals.total_paid_tax_incl,
      payment_method: 'Carte bancaire',
      date_add: order.placedAt,
    }),
  )
}

/** The totals of an order, as its header shows them. */
function totalsOf(
  order: PlacedOrder,
  lines: readonly OrderLine[],
  shipping: VoucherValue,
  values: readonly VoucherValue[],
) {
  const wrapping = withoutVat(order.wrappingCents ?? 0, order.shippingVatPercent)
  const sum = (what: keyof VoucherValue, of: readonly VoucherValue[]) =>
    toCent(of.reduce((all, one) => all + one[what], 0))
  const totals = lines.map(({ total }) => total)
  const paid = (what: keyof VoucherValue) =>
    money(toCent(sum(what, totals) + shipping[what] + wrapping[what] - sum(what, values)))
  return {
    total_discounts: money(sum('gross', values)),
    total_discounts_tax_incl: money(sum('gross', values)),
    total_discounts_tax_excl: money(sum('net', values)),
    total_paid: paid('gross'),
    total_paid_tax_incl: paid('gross'),
    total_paid_tax_excl: paid('net'),
    total_paid_real: paid('gross'),
    total_products: money(sum('net', totals)),
    total_products_wt: money(sum('gross', totals)),
    total_shipping: money(shipping.gross),
    total_shipping_tax_incl: money(shipping.gross),
    total_shipping_tax_excl: money(shipping.net),
    total_wrapping: money(wrapping.gross),
    total_wrapping_tax_incl: money(wrapping.gross),
    total_wrapping_tax_excl: money(wrapping.net),
  }
}

function addHeader(
  data: ShopData,
  order: PlacedOrder,
  lines: readonly OrderLine[],
  totals: Record<string, Value>,
): void {
  const { orderId, currencyId = 1, conversionRate = '1.000000' } = order
  const fields = {
    ...modelOf(data, 'orders'),
    id_carrier: '2',
    id_customer: '1',
    id_address_invoice: '1',
    id_currency: String(currencyId),
    conversion_rate: conversionRate,
    current_state: String(order.stateId),
    module: 'ps_checkout',
    payment: 'Carte bancaire',
    valid: '1',
    reference: order.reference,
    date_add: order.placedAt,
    date_upd: order.placedAt,
    ...totals,
    carrier_tax_rate: order.shippingVatPercent.toFixed(3),
    round_mode: '2',
    round_type: '2',
  }
  const orderRows = lines.map(line => ({
    id: String(line.id),
    product_id: String(line.productId),
    product_attribute_id: String(line.combinationId ?? 0),
    product_quantity: String(line.quantity),
    product_name: line.name,
    product_reference: '',
    unit_price_tax_incl: money(line.priceCents / 100),
    unit_price_tax_excl: money(line.net),
  }))
  push(data, 'orders', row(orderId, fields, { order_rows: orderRows }))
}

function addDetail(data: ShopData, { orderId }: PlacedOrder, line: OrderLine): void {
  const tax = rowsOf(data, 'taxes').find(({ fields }) => Number(fields.rate) === line.vatPercent)
  const fields = {
    ...modelOf(data, 'order_details'),
    id_order: String(orderId),
    product_id: String(line.productId),
    product_attribute_id: String(line.combinationId ?? 0),
    product_name: line.name,
    product_quantity: String(line.quantity),
    product_quantity_refunded: '0',
    unit_price_tax_incl: money(line.priceCents / 100),
    unit_price_tax_excl: money(line.net),
    total_price_tax_incl: money(line.total.gross),
    total_price_tax_excl: money(line.total.net),
    ecotax: '0.000000',
    ecotax_tax_rate: '0.000',
  }
  const isTaxed = tax && line.vatPercent > 0
  const taxes: Row['associations'] = isTaxed ? { taxes: [{ id: String(tax.id) }] } : {}
  push(data, 'order_details', row(line.id, fields, taxes))
}

function addVoucher(
  data: ShopData,
  { orderId }: PlacedOrder,
  voucher: DemoVoucher,
  { gross, net }: VoucherValue,
): void {
  const decimals = data.version.startsWith('1.6') ? 2 : 6
  push(
    data,
    'order_cart_rules',
    row(nextId(data, 'order_cart_rules'), {
      id_order: String(orderId),
      id_cart_rule: String(voucher.ruleId),
      id_order_invoice: '0',
      name: voucher.name,
      value: money(gross, decimals),
      value_tax_excl: money(net, decimals),
      free_shipping: voucher.isFreeShipping ? '1' : '0',
      deleted: '0',
    }),
  )
}

/** The rule of a voucher, unless the shop has it already or has deleted it since. */
function addRule(data: ShopData, voucher: DemoVoucher): void {
  const { ruleId, of, name } = voucher
  if (voucher.isRuleGone || rowsOf(data, 'cart_rules').some(({ id }) => id === ruleId)) return
  const reductionProduct =
    of === undefined ? 0 : of === 'cheapest' ? -1 : 'selection' in of ? -2 : of.productId
  push(
    data,
    'cart_rules',
    row(ruleId, {
      name: rowsOf(data, 'languages').map(({ id }) => ({ id: String(id), value: name })),
      code: '',
      active: '1',
      product_restriction: reductionProduct === -2 ? '1' : '0',
      free_shipping: voucher.isFreeShipping ? '1' : '0',
      reduction_percent: (voucher.percent ?? 0).toFixed(2),
      reduction_amount: money((voucher.amountCents ?? 0) / 100),
      reduction_tax: voucher.isWithoutVat ? '0' : '1',
      reduction_currency: '1',
      reduction_product: String(reductionProduct),
      gift_product: String(voucher.giftProductId ?? 0),
      gift_product_attribute: '0',
    }),
  )
}

const withoutVat = (cents: number, percent: number): VoucherValue => ({
  gross: cents / 100,
  net: toCent(cents / (100 + percent)),
})

export const nextId = (data: ShopData, resource: string): number =>
  Math.max(0, ...rowsOf(data, resource).map(({ id }) => id)) + 1

/** Fields of the shop's own rows, so that every row of a table has the same. */
const modelOf = (data: ShopData, resource: string): Record<string, Value> => ({
  ...rowsOf(data, resource)[0]?.fields,
})

export function push(data: ShopData, resource: string, added: Row): void {
  data.tables[resource] = [...rowsOf(data, resource), added]
}
