import type { PricedLine, TicketTotals } from './pricing'
import type { PaymentEntry, SaleEntry } from '@/core/journal/journal'
import { givenCents } from '@/core/payment/tender'
import { documentLabel } from '@/core/journal/series'

/** What the customer sees of the sale, on a second screen. */
export type CustomerView =
  | { kind: 'idle' }
  | {
      kind: 'ticket'
      lines: CustomerLine[]
      totalCents: number
      /** Taken already, where the ticket is paid in several ways. */
      takenCents: number
    }
  | {
      kind: 'paid'
      totalCents: number
      changeCents: number
      dueCents: number
      number: string
      /** Texts of the QR codes that carry the receipt; none until they are made. */
      codes: string[]
    }

export interface CustomerLine {
  name: string
  quantityMilli: number
  /** To pay for the line, after its discounts. */
  grossCents: number
}

/** A view as it goes from the till to the customer's screen. */
export interface ShownToCustomer {
  view: CustomerView
  shopName: string
  locale: 'fr' | 'en'
}

/** Lines that a second screen shows; the last ones are the newest. */
export const MOST_LINES = 100
/** Letters of a name that a second screen shows. */
export const LONGEST_NAME = 200

/** An open ticket as the customer sees it: the same amounts as on the till. */
export function viewOfTicket(
  priced: readonly PricedLine[],
  { totalCents }: Pick<TicketTotals, 'totalCents'>,
  takenCents: number,
): CustomerView {
  if (priced.length === 0) return { kind: 'idle' }
  const lines = priced.slice(-MOST_LINES).map(({ line, grossCents }) => ({
    name: line.name.slice(0, LONGEST_NAME),
    quantityMilli: line.quantityMilli,
    grossCents,
  }))
  return { kind: 'ticket', lines, totalCents, takenCents }
}

/** What is still owed for an earlier sale, as the customer who pays it sees it, under its number. */
export function viewOfDebt(
  { event }: SaleEntry,
  stillDueCents: number,
  takenCents: number,
): CustomerView {
  const line = {
    name: documentLabel(event.document),
    quantityMilli: 1000,
    grossCents: stillDueCents,
  }
  return { kind: 'ticket', lines: [line], totalCents: stillDueCents, takenCents }
}

/** A sealed payment of a debt as the customer sees it. */
export function viewOfPayment({ event }: PaymentEntry): CustomerView {
  const { tenders, changeCents, dueCents, document } = event
  const totalCents = givenCents(tenders) - changeCents
  return {
    kind: 'paid',
    totalCents,
    changeCents,
    dueCents,
    number: documentLabel(document),
    codes: [],
  }
}

/** A sealed sale as the customer sees it. */
export function viewOfSale({ event }: SaleEntry, codes: readonly string[]): CustomerView {
  const { totalCents, changeCents, dueCents, document } = event
  const number = documentLabel(document)
  return { kind: 'paid', totalCents, changeCents, dueCents, number, codes: [...codes] }
}
