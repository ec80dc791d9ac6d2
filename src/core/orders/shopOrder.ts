/** An amount billed by an online shop, with VAT and without, in millionths of the currency. */
export interface Billed {
  grossMicros: number
  netMicros: number
}

/** An order as the webservice gives it (orders, order_details). */
export interface ShopOrder {
  orderId: number
  reference: string
  stateId: number
  customerId: number
  invoiceAddressId: number
  carrierId: number
  /** Missing when the shop does not give it. */
  cartId?: number
  /**
   * `module`: internal name of the payment module (`ps_wirepayment`); `payment`: its displayed
   * name.
   */
  module: string
  payment: string
  /** `2026-01-31 17:05:00`, in the shop's time zone, without an offset. */
  placedAt: string
  changedAt: string
  paid: Billed
  paidRealMicros: number
  goods: Billed
  shipping: Billed
  wrapping: Billed
  discount: Billed
  /**
   * Rate stored on the order; it may differ from the rate of the amounts (recording
   * orders-full-json, order 1).
   */
  carrierVatRate: number
  /** Conversion rate of the order's currency to the shop's own, in millionths. */
  conversionMicros: number
  /** PrestaShop's round type: 1 rounds each item, 2 each line, 3 the total. */
  roundType: number
  rows: ShopOrderRow[]
}

export interface ShopOrderRow {
  rowId: number
  productId: number
  /** 0 for an article without combinations. */
  combinationId: number
  /** In the order's language; ends with the description of the combination. */
  name: string
  reference: string
  /** What the customer asked of the article; 0 for nothing, missing in PrestaShop 1.6. */
  customizationId?: number
  /** A file to download; missing when the key may not read order_details. */
  isDownload?: boolean
  quantity: number
  unit: Billed
  /** Total of the row, rounded as billed; null when the key may not read order_details. */
  total: Billed | null
  /** Ids of the taxes billed on the row; empty when there are none or they cannot be read. */
  taxIds: number[]
  /** Eco-participation of one piece, with VAT; 0 when the key may not read order_details. */
  ecotaxMicros: number
}

/** Total of one of the orders that share a reference. */
export interface OrderTotal {
  orderId: number
  totalMicros: number
}

/** A voucher used on an order (order_cart_rules). */
export interface ShopVoucher {
  name: string
  value: Billed
  isFreeShipping: boolean
}

/** A payment of the order with this reference; below zero for a repayment (order_payments). */
export interface ShopPayment {
  method: string
  amountMicros: number
}

/**
 * Who ordered, as far as the key may read it: a name for the handover, and a company to invoice.
 */
export interface ShopBuyer {
  customerId: number
  name: string
  /** Empty for a person. For persons, no address is stored. */
  company: string
  vatNumber: string
  address: string
}

/** A credit slip of an order (order_slip): amounts given back, row by row. */
export interface ShopSlip {
  slipId: number
  orderId: number
  madeAt: string
  shipping: Billed
  rows: { rowId: number; quantity: number; given: Billed }[]
}

/** Article id of a row: `ps-62`, or `ps-62-40` for a combination. */
export function articleIdOf({ productId, combinationId }: ShopOrderRow): string {
  return combinationId === 0 ? `ps-${productId}` : `ps-${productId}-${combinationId}`
}
