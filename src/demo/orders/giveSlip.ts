import { nextId, push } from './placeOrder'
import { findRow, rowsOf, type ShopData } from '@/demo/webservice/shopData'

/** A credit slip as the back office makes it. Amounts are with VAT, in cents. */
export interface DemoSlip {
  orderId: number
  madeAt: string
  /** Pieces given back of the order's rows, by their index, and a price of the row other than theirs. */
  rows: { index: number; quantity: number; amountCents?: number }[]
  shippingCents?: number
  /** The articles' price, that less the order's voucher, or an amount by hand. */
  kind: 'price' | 'without-voucher' | { byHandCents: number }
  /** Whether amounts are typed without VAT, as up to 1.7.6 for professionals. */
  isTypedWithoutVat?: boolean
}

const TYPES = { price: 0, withoutVoucher: 1, byHand: 2 }
const money = (cents: number) => (cents / 100).toFixed(6)

/**
 * Makes a credit slip as PrestaShop does (OrderSlip::create, OrderSlipCreator): the rows keep the
 * full price; a voucher left out is taken off one of the two sums of the articles only; an amount by
 * hand is in `amount` alone; giving back shipping makes any slip one of the third type.
 */
export function giveSlip(data: ShopData, slip: DemoSlip): void {
  const { orderId, kind, shippingCents = 0, isTypedWithoutVat = false } = slip
  const order = findRow(data, 'orders', orderId)
  if (!order) throw new Error(`the shop has no order ${orderId}`)
  const details = rowsOf(data, 'order_details').filter(
    ({ fields }) => Number(fields.id_order) === orderId,
  )
  const rows = slip.rows.map(({ index, quantity, amountCents }) => {
    const detail = details[index]
    if (!detail) throw new Error(`order ${orderId} has no row ${index}`)
    const { unit_price_tax_incl: gross, unit_price_tax_excl: net } = detail.fields
    const fullCents = Math.round(Number(gross) * quantity * 100)
    const grossCents = amountCents ?? fullCents
    const netCents = Math.round((grossCents * Number(net)) / Number(gross))
    return { detail, quantity, grossCents, netCents }
  })
  const sum = (of: 'grossCents' | 'netCents') => rows.reduce((all, row) => all + row[of], 0)
  const byHandCents = typeof kind === 'object' ? kind.byHandCents : null
  const voucherCents =
    kind === 'without-voucher' ? Math.round(Number(order.fields.total_discounts_tax_incl) * 100) : 0
  const shippingNet = Math.round(shippingCents / (1 + Number(order.fields.carrier_tax_rate) / 100))
  const type =
    byHandCents !== null || shippingCents > 0
      ? TYPES.byHand
      : voucherCents > 0
        ? TYPES.withoutVoucher
        : TYPES.price
  const slipId = nextId(data, 'order_slip')
  push(data, 'order_slip', {
    id: slipId,
    fields: {
      id_customer: String(order.fields.id_customer),
      id_order: String(orderId),
      conversion_rate: '1.000000',
      total_products_tax_excl: money(sum('netCents') - (isTypedWithoutVat ? 0 : voucherCents)),
      total_products_tax_incl: money(sum('grossCents') - (isTypedWithoutVat ? voucherCents : 0)),
      total_shipping_tax_excl: money(shippingNet),
      total_shipping_tax_incl: money(shippingCents),
      amount: money(byHandCents ?? sum(isTypedWithoutVat ? 'netCents' : 'grossCents')),
      shipping_cost: shippingCents > 0 ? '1' : '0',
      shipping_cost_amount: money(shippingCents),
      partial: '0',
      date_add: slip.madeAt,
      date_upd: slip.madeAt,
      order_slip_type: String(type),
    },
    associations: {
      order_slip_details: rows.map(({ detail, quantity, grossCents, netCents }, index) => ({
        id: String(slipId * 100 + index),
        id_order_detail: String(detail.id),
        product_quantity: String(quantity),
        amount_tax_excl: money(netCents),
        amount_tax_incl: money(grossCents),
      })),
    },
  })
}

/** Moves an order to a state, as in the back office: its date of change moves. */
export function setOrderState(
  data: ShopData,
  { orderId, stateId, at }: { orderId: number; stateId: number; at: string },
): void {
  const order = findRow(data, 'orders', orderId)
  if (!order) throw new Error(`the shop has no order ${orderId}`)
  Object.assign(order.fields, { current_state: String(stateId), date_upd: at })
}
