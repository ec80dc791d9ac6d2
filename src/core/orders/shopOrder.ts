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
  /** Id of the currency of all its amounts; 0 or missing when the shop does not give it. */
  currencyId?: number
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
  /** What the voucher applies to; missing when the rule is gone or the key may not read it. */
  rule?: VoucherRule
}

/** What a voucher applies to, as its rule in the shop says now (cart_rules). */
export interface VoucherRule {
  /** Hundredths of a percent; 0 for none. */
  percent: number
  amountMicros: number
  /** PrestaShop: an article's id, 0 for all goods, -1 for the cheapest piece, -2 for a selection. */
  productId: number
  /** The article it gives away, one piece; 0 for none. */
  giftProductId: number
  /** 0 for any combination of that article. */
  giftCombinationId: number
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
  /**
   * What was chosen in the back office; missing when the shop does not say it, and then the rows
   * alone count.
   */
  kind?: SlipKind
}

/** PrestaShop's own account of a credit slip, beside its rows. */
export interface SlipKind {
  /** 0: price of the articles; 1: without the order's voucher; 2: an amount by hand, or shipping. */
  type: number
  /** Sum of the articles; one of the two amounts is less the voucher of a slip without it. */
  goods: Billed
  /** The amount by hand, else the sum of the articles, with VAT or without. */
  amountMicros: number
}

/** Article id of a row: `ps-62`, or `ps-62-40` for a combination. */
export function articleIdOf({ productId, combinationId }: ShopOrderRow): string {
  return combinationId === 0 ? `ps-${productId}` : `ps-${productId}-${combinationId}`
}
