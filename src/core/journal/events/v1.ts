import type { CashCountedV1, CashMovementV1, DrawerOpenedV1, TraceV1 } from './drawerAndTracesV1'
import type { CarriedV1, ClosingV1, PerpetualV1 } from './closingV1'
import type { InvoiceV1, PaymentV1, SaleV1, SoftwareV1 } from './saleV1'

/**
 * Stored shapes, format 1. Entries are sealed in these shapes for ever: once a till has sold with
 * them, these types never change. A change is a new format in files of its own.
 *
 * An entry holds only literals: everything that a receipt, a report or an inspector needs is in it.
 * Nothing is looked up or recomputed to read the past.
 */
export interface EntryV1 {
  format: 1
  /** Till code. */
  till: string
  /** Number in this till's journal: 1, 2, 3… without a gap, all kinds of entries together. */
  number: number
  /**
   * Id of the sealed subject, given when it began (a ticket's id): the same id is sealed only once.
   */
  eventId: string
  /** Device time, ISO 8601 with its offset from UTC. */
  at: string
  /** Business day, `2026-01-31`. */
  day: string
  training: boolean
  event: EventV1
  /** Seal of the previous entry; 64 zeros for the first. */
  previous: string
  /** SHA-256 of the RFC 8785 form of all the fields above, in hexadecimal. */
  seal: string
}

export type EventV1 =
  | JournalOpenedV1
  | SaleV1
  | PaymentV1
  | InvoiceV1
  | DrawerOpenedV1
  | CashMovementV1
  | CashCountedV1
  | TraceV1
  | ClosingV1

/** First entry of every journal: it names the key that signs the following ones. */
export interface JournalOpenedV1 {
  kind: 'journal-opened'
  journalId: string
  /** Public half of the key that signs the seals; null when the browser has no cryptography. */
  publicKey: { crv: string; kty: string; x: string; y: string } | null
  /** SHA-256 of the public key's RFC 8785 form, in hexadecimal; empty when there is no key. */
  keyFingerprint: string
  /** The journal that this one continues, after a restore on another device (R26). */
  continues: JournalLinkV1 | null
  software: SoftwareV1
}

/** The state of a journal at the entry where another journal continues it. */
export interface JournalLinkV1 {
  till: string
  journalId: string
  /** Number of its last restored entry. */
  number: number
  seal: string
  /** Perpetual totals up to that entry, since the first entry of the first till code (R6). */
  perpetual: PerpetualV1
  /**
   * Periods of that journal that no closing of it covers: days that were not closed, closed days of
   * months that were not, and closed days of years that were not; oldest first. Under the new till
   * code, the first closing of a kind of period covers the first of these, the second the second,
   * and so on.
   */
  unclosed: CarriedV1[]
}
