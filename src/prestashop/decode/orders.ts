import * as v from 'valibot'
import { associatedIds, id, localText, micros, text, flag } from './fields'
import type { OrderState } from '@/core/orders/orderState'
import type { ShopCarrier } from '@/core/orders/orderDelivery'
import type { Billed, OrderTotal, ShopOrder, ShopVoucher } from '@/core/orders/shopOrder'
import { microsFromDecimal } from '@/core/money'

/** A date in the shop's time zone, `2026-01-31 17:05:00`. */
export const moment = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/))
/** An amount; one that is given back may be below zero. */
export const amount = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(value => microsFromDecimal(String(value))),
  v.number('not a decimal number'),
)
/** `"20.000"` as hundredths of a percent. */
export const percent = v.pipe(
  micros,
  v.transform(value => Math.round(value / 10_000)),
)

export const billed = (grossMicros: number, netMicros: number): Billed => ({
  grossMicros,
  netMicros,
})

/** PrestaShop: rows inside an order have neither a VAT rate nor a line total. */
const orderRow = v.pipe(
  v.object({
    id,
    product_id: id,
    product_attribute_id: id,
    product_quantity: id,
    product_name: text,
    product_reference: text,
    // PrestaShop 1.6 does not tell it.
    id_customization: v.optional(id),
    unit_price_tax_incl: micros,
    unit_price_tax_excl: micros,
  }),
  v.transform(row => ({
    rowId: row.id,
    productId: row.product_id,
    combinationId: row.product_attribute_id,
    name: row.product_name,
    reference: row.product_reference,
    ...(row.id_customization === undefined ? {} : { customizationId: row.id_customization }),
    quantity: row.product_quantity,
    unit: billed(row.unit_price_tax_incl, row.unit_price_tax_excl),
    total: null,
    taxIds: [],
    ecotaxMicros: 0,
  })),
)

/**
 * An order with its rows (recording orders-full-json). `total_products` is without VAT,
 * `total_products_wt` with VAT; `total_shipping` and `total_paid` include VAT.
 */
export const orderRowOfShop = v.pipe(
  v.object({
    id,
    id_carrier: id,
    id_cart: v.optional(id, 0),
    id_customer: id,
    id_address_invoice: v.optional(id, 0),
    id_currency: v.optional(id, 0),
    current_state: id,
    module: text,
    payment: text,
    reference: text,
    date_add: moment,
    date_upd: moment,
    total_paid_tax_incl: micros,
    total_paid_tax_excl: micros,
    total_paid_real: micros,
    total_products: micros,
    total_products_wt: micros,
    total_shipping_tax_incl: micros,
    total_shipping_tax_excl: micros,
    total_wrapping_tax_incl: micros,
    total_wrapping_tax_excl: micros,
    total_discounts_tax_incl: micros,
    total_discounts_tax_excl: micros,
    carrier_tax_rate: percent,
    conversion_rate: micros,
    round_type: id,
    associations: v.optional(v.object({ order_rows: v.optional(v.array(orderRow), []) }), {}),
  }),
  v.transform((row): ShopOrder => ({
    orderId: row.id,
    reference: row.reference,
    stateId: row.current_state,
    customerId: row.id_customer,
    invoiceAddressId: row.id_address_invoice,
    carrierId: row.id_carrier,
    cartId: row.id_cart,
    module: row.module,
    payment: row.payment,
    placedAt: row.date_add,
    changedAt: row.date_upd,
    paid: billed(row.total_paid_tax_incl, row.total_paid_tax_excl),
    paidRealMicros: row.total_paid_real,
    goods: billed(row.total_products_wt, row.total_products),
    shipping: billed(row.total_shipping_tax_incl, row.total_shipping_tax_excl),
    wrapping: billed(row.total_wrapping_tax_incl, row.total_wrapping_tax_excl),
    discount: billed(row.total_discounts_tax_incl, row.total_discounts_tax_excl),
    carrierVatRate: row.carrier_tax_rate,
    currencyId: row.id_currency,
    conversionMicros: row.conversion_rate,
    roundType: row.round_type,
    rows: row.associations.order_rows ?? [],
  })),
)

/** An order's total; the parts of a split order share a reference. */
export const orderTotalRow = v.pipe(
  v.object({ id, reference: text, total_paid_tax_incl: micros }),
  v.transform((row): OrderTotal & { reference: string } => ({
    orderId: row.id,
    reference: row.reference,
    totalMicros: row.total_paid_tax_incl,
  })),
)

/** What order_details add to an order's row: totals as billed, and taxes. */
export interface OrderDetail {
  rowId: number
  orderId: number
  total: Billed
  taxIds: number[]
  /** The row is a file to download. */
  isDownload: boolean
  /** Eco-participation of one piece, with VAT. */
  ecotaxMicros: number
}

export const orderDetailRow = v.pipe(
  v.object({
    id,
    id_order: id,
    total_price_tax_incl: micros,
    total_price_tax_excl: micros,
    ecotax: micros,
    download_hash: text,
    // PrestaShop's separate rate for ecotax: 0 when the shop charges no VAT on it.
    ecotax_tax_rate: v.optional(percent, '0'),
    associations: v.optional(v.object({ taxes: associatedIds }), { taxes: [] }),
  }),
  v.transform((row): OrderDetail => ({
    rowId: row.id,
    orderId: row.id_order,
    total: billed(row.total_price_tax_incl, row.total_price_tax_excl),
    taxIds: row.associations.taxes,
    isDownload: row.download_hash !== '',
    ecotaxMicros: Math.round((row.ecotax * (10_000 + row.ecotax_tax_rate)) / 10_000),
  })),
)

/** A voucher used on an order; `deleted` when it was removed again. */
export const voucherRow = v.pipe(
  v.object({
    id,
    id_order: id,
    id_cart_rule: v.optional(id, 0),
    name: text,
    value: micros,
    value_tax_excl: micros,
    free_shipping: flag,
    deleted: flag,
  }),
  v.transform(row => ({
    orderId: row.id_order,
    isDeleted: row.deleted,
    ruleId: row.id_cart_rule,
    voucher: {
      name: row.name,
      value: billed(row.value, row.value_tax_excl),
      isFreeShipping: row.free_shipping,
    } satisfies ShopVoucher,
  })),
)

export const orderStateRow = v.pipe(
  v.object({ id, name: localText, paid: flag }),
  v.transform((row): OrderState => ({ stateId: row.id, name: row.name, isPaid: row.paid })),
)

export const taxRow = v.pipe(
  v.object({ id, rate: percent }),
  v.transform(row => ({ taxId: row.id, vatRate: row.rate })),
)

/**
 * PrestaShop: a payment identifies its order only by the reference (recording
 * order_payments-B-json).
 */
export const paymentRow = v.pipe(
  v.object({ id, order_reference: text, payment_method: text, amount }),
  v.transform(row => ({
    reference: row.order_reference,
    payment: { method: row.payment_method, amountMicros: row.amount },
  })),
)

export const carrierRow = v.pipe(
  v.object({ id, id_reference: v.optional(id, 0), name: text }),
  v.transform((row): ShopCarrier => ({
    carrierId: row.id,
    referenceId: row.id_reference || row.id,
    name: row.name,
  })),
)
