/**
 * A sale or a refund. Amounts given back are negative; an exchange has lines of both signs.
 * Tenders, less change, plus the amount left due always equal the total.
 */
export interface SaleV1 {
  /** A refund only gives back; an event with any sold line is a sale. */
  kind: 'sale' | 'refund'
  /** Number in its own gapless series, shown as `A-000123`. */
  document: DocumentNumberV1
  channel: 'counter' | 'web'
  openedAt: string
  currency: 'EUR'
  lines: SaleLineV1[]
  discounts: DiscountV1[]
  /**
   * One share per rate, lowest rate first. Net and VAT add up to gross; gross adds up to the total.
   */
  vat: VatShareV1[]
  totalCents: number
  /**
   * Part of the total that meal vouchers may pay, by the owner's marks of food, before any ceiling;
   * below zero when food is given back. Absent when the owner marked no food.
   */
  foodCents?: number
  tenders: TenderV1[]
  /** How many people paid in meal vouchers, each with the day's ceiling; absent for one. */
  voucherPeople?: number
  changeCents: number
  /** Amount the customer will pay later. */
  dueCents: number
  /**
   * Entry numbers of the sales that lines give back; each line names the journal of its sale. Empty
   * when no line gives back.
   */
  refundOf: number[]
  /**
   * Who approved giving the goods back, when it was more than the user may alone. Absent when nobody
   * had to.
   */
  refundApprovedBy?: UserV1[]
  /** Opaque id: the name is only in the customers table, where it can be erased. */
  customerId: string
  delivery: string
  note: string
  /** The online order that this sale records; null at the counter. */
  order: WebOrderV1 | null
  user: UserV1
  seller: SellerV1
  software: SoftwareV1
}

/** An online order as it was when it was recorded. */
export interface WebOrderV1 {
  /** Host of the shop, and the order's id in that shop. The pair is recorded once for ever. */
  shop: string
  orderId: number
  reference: string
  /** In the shop's time zone. */
  placedAt: string
  stateId: number
  module: string
  carrierId: number
  /** Credit slip that a refund records; 0 when there is none. */
  slipId: number
}

export interface DocumentNumberV1 {
  series: string
  number: number
}

export interface SaleLineV1 {
  articleId: string
  /** Goods, or shipping, whose VAT follows the goods. */
  kind: 'goods' | 'shipping'
  name: string
  reference: string
  department: string
  quantityMilli: number
  unitPriceCents: number
  /** The article's own price; equal to the unit price unless another price was charged. */
  listPriceCents: number
  priceReason: string
  /** Discounts of this line; unit price times quantity, less this, is the gross amount. */
  discountCents: number
  grossCents: number
  /**
   * Eco-participation of one piece, VAT included, as part of the price; absent when there is none.
   */
  ecotaxCents?: number
  vatRate: number
  note: string
  /** The sold line that is given back; null for a line that sells. */
  refundOf: RefundSourceV1 | null
}

export interface RefundSourceV1 {
  /**
   * Till code that sold it: of this till, of an earlier one that this till continues (R26), or of
   * another till of the shop.
   */
  till: string
  /** Entry number of the sale in that till's journal. */
  entry: number
  /** Index of the line in the sale, from 0. */
  line: number
  document: DocumentNumberV1
}

export interface DiscountV1 {
  /** percent: hundredths of a percent off; amount: cents off; fixed: cents to pay in all. */
  kind: 'percent' | 'amount' | 'fixed'
  value: number
  /** Indexes of the lines it was given on, from 0. */
  lines: number[]
  amountCents: number
  reason: string
  /** Who approved it, when it was above what the user may give; else null. */
  approvedBy: UserV1 | null
}

export interface VatShareV1 {
  vatRate: number
  netCents: number
  vatCents: number
  grossCents: number
}

export interface TenderV1 {
  /** Kind of payment method (cash, card…), on which the till's rules depend. */
  kind: string
  /** Name of the payment method in the shop. */
  name: string
  /** Account in the chart of accounts. */
  account: string
  givenCents: number
}

/** A later payment of the amount a customer owed for a sale. */
export interface PaymentV1 {
  kind: 'payment'
  document: DocumentNumberV1
  /**
   * Till code that sold: of this till, of an earlier one that this till continues, or of another till
   * of the shop.
   */
  saleTill: string
  /** Entry number of the sale in that till's journal. */
  saleNumber: number
  saleDocument: DocumentNumberV1
  dueBeforeCents: number
  tenders: TenderV1[]
  /** As of a sale. */
  voucherPeople?: number
  changeCents: number
  dueCents: number
  user: UserV1
  seller: SellerV1
  software: SoftwareV1
}

/**
 * The invoice of a sealed sale, or the credit note of a refund (CGI ann. II art. 242 nonies A, art.
 * 289 I 5). A credit note is an invoice below zero that names the invoices it corrects.
 */
export interface InvoiceV1 {
  kind: 'invoice'
  document: DocumentNumberV1
  /** Invoices whose goods are given back; empty on an invoice. */
  credits: CreditedInvoiceV1[]
  /** Till code that sold: of this till, or an earlier one that this till continues. */
  saleTill: string
  saleNumber: number
  saleDocument: DocumentNumberV1
  saleAt: string
  customer: InvoicedCustomerV1
  lines: SaleLineV1[]
  vat: VatShareV1[]
  totalCents: number
  tenders: TenderV1[]
  changeCents: number
  dueCents: number
  user: UserV1
  seller: SellerV1
  software: SoftwareV1
}

export interface CreditedInvoiceV1 {
  /** Till code that made it, as of a line that is given back. */
  till: string
  /** Entry number of the invoice in that till's journal. */
  entry: number
  document: DocumentNumberV1
  at: string
}

export interface InvoicedCustomerV1 {
  customerId: string
  name: string
  company: string
  address: string
  vatNumber: string
}

/** The person who serves; both fields are empty in a shop without named users. */
export interface UserV1 {
  userId: string
  name: string
}

/** The seller, as printed on every document (CGI ann. II art. 242 nonies A; R13). */
export interface SellerV1 {
  name: string
  address: string
  siret: string
  vatNumber: string
  /** Legal mention why no VAT is charged, as documents must print it; empty when VAT is charged. */
  mention: string
}

export interface SoftwareV1 {
  name: string
  version: string
}
