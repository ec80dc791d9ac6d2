import type { ShippingRule } from './shipping'
import type { RefundSourceV1, UserV1 } from '@/core/journal/events/saleV1'
import type { Tender } from '@/core/payment/tender'
import type { VatRate } from '@/core/vat'

/** A sale in progress. It is an immutable value: each action returns a new ticket. */
export interface Ticket {
  /** Given when the ticket is opened and kept by the sale, so that it can be sealed only once. */
  ticketId: string
  openedAt: string
  lines: TicketLine[]
  /** In the order they were given; discounts on the whole ticket are applied last. */
  discounts: Discount[]
  delivery: DeliveryMethod
  /** The shipping line that the delivery method added; null when there is none. */
  deliveryLineId: string | null
  approvedOff: ApprovedOff
  customerId: string | null
  /** Tenders taken before the payment is complete: a card may already have been debited. */
  taken: readonly Tender[]
  /** Name of a parked ticket. */
  name: string
  note: string
}

/** Ways for the goods to leave the shop. */
export const DELIVERY_METHODS = ['counter', 'take-away', 'delivery', 'shipped'] as const
export type DeliveryMethod = (typeof DELIVERY_METHODS)[number]

/** One article on a ticket, with every literal the receipt needs. */
export interface TicketLine {
  lineId: string
  articleId: string
  name: string
  reference: string
  departmentName: string
  /** Price of one unit, with VAT: the article's when it was added, or a changed price. */
  unitPriceCents: number
  /** The article's price when it was added. */
  listPriceCents: number
  /**
   * Eco-participation of one piece, VAT included, as part of the price; a changed price leaves it
   * unchanged.
   */
  ecotaxCents: number
  /** Reason of a changed price. */
  priceReason: string
  /** Thousandths of a unit: 2000 is two pieces, 250 is a quarter. Below zero when given back. */
  quantityMilli: number
  /** The article's own rate; shipping may follow the rate of the goods instead. */
  vatRate: VatRate
  /** How the VAT of a shipping line is found; null for goods. */
  shipping: ShippingRule | null
  pictureId: string | null
  note: string
  /** Set when the line gives back a sold line: its source, and the exact amount. */
  refund: LineRefund | null
  /** Set when someone approved giving the goods back, for the amount they then had. */
  approvedBack?: ApprovedBack
}

/** Who approved goods that come back, and their amount in cents, VAT included, above zero. */
export interface ApprovedBack {
  by: UserV1
  cents: number
}

export interface LineRefund {
  source: RefundSourceV1
  /** Amount given back, VAT included, above zero. */
  grossCents: number
}

/** A new ticket without lines. */
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

/** A discount on lines, or on the whole ticket. */
export interface Discount {
  discountId: string
  /** percent: hundredths of a percent off; amount: cents off; fixed: cents to pay in all. */
  kind: 'percent' | 'amount' | 'fixed'
  value: number
  /** Its lines; null for the whole ticket without shipping and returned goods. */
  lineIds: string[] | null
  reason: string
  /** Who approved it, when it was above what the user may give; else null. */
  approvedBy: UserV1 | null
}

/**
 * Approved reductions of list prices, in hundredths of a percent of these, each up to an amount in
 * cents. An approval kept by an earlier version has no amount: it covers nothing.
 */
export interface ApprovedOff {
  /** Off any line, by the discount on the whole ticket. */
  anyLine: number
  /** Most that this discount takes off the lines it was approved for, all of them together. */
  anyLineCents?: number
  /** Off single lines, by line id, for all discounts and lowered prices together. */
  byLine: Record<string, number>
  /** Most that is taken off each of these lines. */
  byLineCents?: Record<string, number>
}

/** No reduction was approved. */
export const NOTHING_APPROVED: ApprovedOff = { anyLine: 0, byLine: {} }
