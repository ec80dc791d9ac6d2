/** What an online shop billed: with VAT and without, in millionths of the currency. */
export interface Billed {
  grossMicros: number
  netMicros: number
}

/** An order of the shop as its webservice tells it (orders, order_details). */
export interface ShopOrder {
  orderId: number
  reference: string
  stateId: number
  customerId: number
  invoiceAddressId: number
  carrierId: number
  /** Internal name of the payment module (`ps_wirepayment`), and what it calls itself. */
  module: string
  payment: string
  /** `2026-01-31 17:05:00`, in the shop's own time, without an offset. */
  placedAt: string
  changedAt: string
  paid: Billed
  paidRealMicros: number
  goods: Billed
  shipping: Billed
  wrapping: Billed
  discount: Billed
  /** Told by the order, not always that of the amounts (orders-full-json, order 1). */
  carrierVatRate: number
  /** Rate of its currency to the shop's own, in millionths. */
  conversionMicros: number
  /** What is rounded: 1 each item, 2 each line, 3 the total. */
  roundType: number
  rows: ShopOrderRow[]
}

export interface ShopOrderRow {
  rowId: number
  productId: number
  /** 0 for an article without combinations. */
  combinationId: number
  /** In the order's language; the combination's text stands at its end. */
  name: string
  reference: string
  quantity: number
  unit: Billed
  /** Of the line, rounded as billed; null where the key may not read order_details. */
  total: Billed | null
  /** Ids of the taxes billed on it; empty where they cannot be read, or none was. */
  taxIds: number[]
  /** Eco-participation of one, with VAT; 0 where the key may not read order_details. */
  ecotaxMicros: number
}

/** A voucher used on an order (order_cart_rules). */
export interface ShopVoucher {
  name: string
  value: Billed
  isFreeShipping: boolean
}

/** A payment of an order, by its reference; below zero, one given back (order_payments). */
export interface ShopPayment {
  method: string
  amountMicros: number
}

/** Who ordered, as far as the key tells: a name to hand over to, and a company to invoice. */
export interface ShopBuyer {
  customerId: number
  name: string
  /** Empty for a person: nothing is kept of where they live. */
  company: string
  vatNumber: string
  address: string
}

/** A credit slip of an order (order_slip): amounts given back, by row. */
export interface ShopSlip {
  slipId: number
  orderId: number
  madeAt: string
  shipping: Billed
  rows: { rowId: number; quantity: number; given: Billed }[]
}

/** Identifier that the till gives a row's article: `ps-62` or `ps-62-40`. */
export function articleIdOf({ productId, combinationId }: ShopOrderRow): string {
  return combinationId === 0 ? `ps-${productId}` : `ps-${productId}-${combinationId}`
}
