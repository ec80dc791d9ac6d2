/**
 * A sale, or what is given back. Amounts given back are negative; an exchange has lines of
 * both signs. What was given, less change, plus what is still due, is always the total.
 */
export interface SaleV1 {
  /** A refund only gives back; all that sells something is a sale. */
  kind: 'sale' | 'refund'
  /** Number in its own gapless series, shown as `A-000123`. */
  document: DocumentNumberV1
  channel: 'counter' | 'web'
  openedAt: string
  currency: 'EUR'
  lines: SaleLineV1[]
  discounts: DiscountV1[]
  /** Per rate, lowest first; net and VAT add up to gross, gross adds up to the total. */
  vat: VatShareV1[]
  totalCents: number
  /**
   * What of the total meal vouchers may pay, as the owner says what is food, before any ceiling;
   * below zero where it is given back. Absent where the owner says nothing of it.
   */
  foodCents?: number
  tenders: TenderV1[]
  changeCents: number
  /** Left to be paid later by the customer. */
  dueCents: number
  /**
   * Numbers of the entries that lines give back, each in the journal that its line names; empty
   * when none does.
   */
  refundOf: number[]
  /** Opaque: a name is only in the customers, where it can be erased. */
  customerId: string
  delivery: string
  note: string
  /** The online order it records; null at the counter. */
  order: WebOrderV1 | null
  user: UserV1
  seller: SellerV1
  software: SoftwareV1
}

/** An order of the online shop as it was when it was recorded. */
export interface WebOrderV1 {
  /** Host of the shop, and the order's id there: recorded once for ever. */
  shop: string
  orderId: number
  reference: string
  /** In the shop's own time. */
  placedAt: string
  stateId: number
  module: string
  carrierId: number
  /** Credit slip that a refund records; 0 for none. */
  slipId: number
}

export interface DocumentNumberV1 {
  series: string
  number: number
}

export interface SaleLineV1 {
  articleId: string
  /** Goods, or the shipping of goods, whose VAT follows them. */
  kind: 'goods' | 'shipping'
  name: string
  reference: string
  department: string
  quantityMilli: number
  unitPriceCents: number
  /** What the article's price was, where another was asked; else the same. */
  listPriceCents: number
  priceReason: string
  /** What discounts take off this line; price times quantity less this is the gross. */
  discountCents: number
  grossCents: number
  /** Eco-participation of one, VAT included, a part of the price; absent where there is none. */
  ecotaxCents?: number
  vatRate: number
  note: string
  /** Which line of which entry is given back; null for what is sold. */
  refundOf: RefundSourceV1 | null
}

export interface RefundSourceV1 {
  /** Letter of the till that sold it: this one, or one it goes on from (R26). */
  till: string
  /** Number of the entry in the journal of that till. */
  entry: number
  /** Place of the line in it, from 0. */
  line: number
  document: DocumentNumberV1
}

export interface DiscountV1 {
  /** Percent: hundredths of a percent off; amount: cents off; fixed: cents to pay in all. */
  kind: 'percent' | 'amount' | 'fixed'
  value: number
  /** Places of the lines it was given on, from 0. */
  lines: number[]
  amountCents: number
  reason: string
  /** Who approved it, where it was more than the user may give. */
  approvedBy: UserV1 | null
}

export interface VatShareV1 {
  vatRate: number
  netCents: number
  vatCents: number
  grossCents: number
}

export interface TenderV1 {
  /** Cash, card…: what the till's rules go by. */
  kind: string
  /** What the shop calls it. */
  name: string
  /** Account of the chart of accounts it is booked on. */
  account: string
  givenCents: number
}

/** What a customer still owed for a sale, paid. */
export interface PaymentV1 {
  kind: 'payment'
  document: DocumentNumberV1
  /** Letter of the till that sold: this one, or one it goes on from. */
  saleTill: string
  /** Number of the sale's entry in the journal of that till. */
  saleNumber: number
  saleDocument: DocumentNumberV1
  dueBeforeCents: number
  tenders: TenderV1[]
  changeCents: number
  dueCents: number
  user: UserV1
  seller: SellerV1
  software: SoftwareV1
}

/**
 * An invoice of a sale already sealed, or the credit note of a refund (CGI ann. II art. 242
 * nonies A, art. 289 I 5): a credit note is an invoice below zero that names those it corrects.
 */
export interface InvoiceV1 {
  kind: 'invoice'
  document: DocumentNumberV1
  /** Invoices whose goods are given back in it; empty when none is. */
  credits: CreditedInvoiceV1[]
  /** Letter of the till that sold: this one, or one it goes on from. */
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
  /** Letter of the till that made it: this one, or one it goes on from. */
  till: string
  /** Number of its entry in the journal of that till. */
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

/** Who serves; both empty in a shop that has named nobody. */
export interface UserV1 {
  userId: string
  name: string
}

/** Who sells, as printed on every paper (CGI ann. II art. 242 nonies A; R13). */
export interface SellerV1 {
  name: string
  address: string
  siret: string
  vatNumber: string
  /** Why no VAT is charged, as papers must say it; empty where VAT is. */
  mention: string
}

export interface SoftwareV1 {
  name: string
  version: string
}
