import * as v from 'valibot'
import { id, micros } from './fields'
import { amount, billed, moment } from './orders'
import type { ShopSlip } from '@/core/orders/shopOrder'

const slipDetail = v.pipe(
  v.object({
    id_order_detail: id,
    product_quantity: id,
    amount_tax_incl: amount,
    amount_tax_excl: amount,
  }),
  v.transform(row => ({
    rowId: row.id_order_detail,
    quantity: row.product_quantity,
    given: billed(row.amount_tax_incl, row.amount_tax_excl),
  })),
)

/**
 * A credit slip with its own date. PrestaShop: the order's date does not change when a slip is
 * made.
 */
export const slipRow = v.pipe(
  v.object({
    id,
    id_order: id,
    date_add: moment,
    total_shipping_tax_incl: micros,
    total_shipping_tax_excl: micros,
    // Less a voucher, a sum may be below zero.
    total_products_tax_incl: v.optional(amount, '0'),
    total_products_tax_excl: v.optional(amount, '0'),
    amount: v.optional(amount, '0'),
    order_slip_type: v.optional(id, 0),
    associations: v.optional(
      v.object({ order_slip_details: v.optional(v.array(slipDetail), []) }),
      {},
    ),
  }),
  v.transform((row): ShopSlip => ({
    slipId: row.id,
    orderId: row.id_order,
    madeAt: row.date_add,
    shipping: billed(row.total_shipping_tax_incl, row.total_shipping_tax_excl),
    rows: row.associations.order_slip_details ?? [],
    kind: {
      type: row.order_slip_type,
      goods: billed(row.total_products_tax_incl, row.total_products_tax_excl),
      amountMicros: row.amount,
    },
  })),
)
