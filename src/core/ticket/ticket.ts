import type { ShippingRule } from './shipping'
import type { RefundSourceV1, UserV1 } from '@/core/journal/events/saleV1'
import type { Tender } from '@/core/payment/tender'
import type { VatRate } from '@/core/vat'

/** A sale being made. A value: each act gives a new ticket. */
export interface Ticket {
  /** Minted when the ticket opens; the sale keeps it, so that it can be sealed only once. */
  ticketId: string
  openedAt: string
  lines: TicketLine[]
  /** In the order they were given; those on the whole ticket are taken last. */
  discounts: Discount[]
  delivery: DeliveryMethod
  /** The line of shipping that the way of delivery added by itself. */
  deliveryLineId: string | null
  approvedOff: ApprovedOff
  customerId: string | null
  /** What was taken of its payment before all of it was: a card may have been debited. */
  taken: readonly Tender[]
  /** What a parked ticket is called. */
  name: string
  note: string
}

/** How the goods leave the shop. */
export const DELIVERY_METHODS = ['counter', 'take-away', 'delivery', 'shipped'] as const
export type DeliveryMethod = (typeof DELIVERY_METHODS)[number]

/** One article on a ticket, with every literal the receipt will need. */
export interface TicketLine {
  lineId: string
  articleId: string
  name: string
  reference: string
  departmentName: string
  /** Price of one, with VAT, as it was when the article was added or as it was overridden. */
  unitPriceCents: number
  /** The article's price when it was added. */
  listPriceCents: number
  /** Eco-participation of one, VAT included: a part of the price that no other price changes. */
  ecotaxCents: number
  /** Why another price is asked. */
  priceReason: string
  /** Thousandths of a unit: 2000 is two pieces, 250 is a quarter. Below zero: given back. */
  quantityMilli: number
  /** The article's own rate; a shipping line takes that of the goods. */
  vatRate: VatRate
  /** Set on a line of shipping: how its VAT is found. */
  shipping: ShippingRule | null
  pictureId: string | null
  note: string
  /** Set on a line that gives back what was sold: from where, and exactly how much. */
  refund: LineRefund | null
}

export interface LineRefund {
  source: RefundSourceV1
  /** What is given back, VAT included, above zero. */
  grossCents: number
}

export function emptyTicket(ticketId: string, openedAt: string): Ticket {
  return {
    ticketId,
    openedAt,
    lines: [],
    discounts: [],
    delivery: 'counter',
    deliveryLineId: null,
    approvedOff: NOTHING_APPROVED,
    customerId: null,
    taken: [],
    name: '',
    note: '',
  }
}

/** Something taken off lines, or off the whole ticket. */
export interface Discount {
  discountId: string
  /** Percent: hundredths of a percent off; amount: cents off; fixed: cents to pay in all. */
  kind: 'percent' | 'amount' | 'fixed'
  value: number
  /** The lines it is on; null is the whole ticket, shipping and what is given back apart. */
  lineIds: string[] | null
  reason: string
  /** Who approved it, where it was more than the user may give. */
  approvedBy: UserV1 | null
}

/** What was approved to be taken off list prices, in hundredths of a percent of them. */
export interface ApprovedOff {
  /** By the discount on the whole ticket, off any of its lines, those added later too. */
  anyLine: number
  /** Off single lines, by their ids, all discounts and lowered prices together. */
  byLine: Record<string, number>
}

export const NOTHING_APPROVED: ApprovedOff = { anyLine: 0, byLine: {} }
