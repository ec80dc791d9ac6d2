import type { CashCountedV1, CashMovementV1, DrawerOpenedV1, TraceV1 } from './drawerAndTracesV1'
import type { CarriedV1, ClosingV1, PerpetualV1 } from './closingV1'
import type { InvoiceV1, PaymentV1, SaleV1, SoftwareV1 } from './saleV1'

/**
 * Stored shapes, format 1. Entries are sealed in these shapes for ever: these files are
 * never edited once a till has sold with them; a change is a format of its own beside them.
 *
 * An entry holds only literals: all that a receipt, a report or an inspector needs is
 * in it, and nothing is looked up or recomputed to read the past.
 */
export interface EntryV1 {
  format: 1
  /** Letter of the till. */
  till: string
  /** Place in this till's journal: 1, 2, 3… without a gap, all kinds together. */
  number: number
  /** Id of what is sealed, minted when it began (a ticket's id): it is sealed once only. */
  eventId: string
  /** Time of the device, ISO 8601 with its offset from UTC. */
  at: string
  /** Business day, `2026-01-31`. */
  day: string
  training: boolean
  event: EventV1
  /** Seal of the entry before; 64 zeros for the first. */
  previous: string
  /** SHA-256 of the RFC 8785 form of all the above, in hexadecimal. */
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

/** First entry of every journal: who signs what follows. */
export interface JournalOpenedV1 {
  kind: 'journal-opened'
  journalId: string
  /** Public half of the key that signs the seals; null where the browser has no cryptography. */
  publicKey: { crv: string; kty: string; x: string; y: string } | null
  /** SHA-256 of the public key's RFC 8785 form, in hexadecimal; empty without a key. */
  keyFingerprint: string
  /** The journal that this one goes on from, after a restore on another device (R26). */
  continues: JournalLinkV1 | null
  software: SoftwareV1
}

/** A journal as it was when another went on from it. */
export interface JournalLinkV1 {
  till: string
  journalId: string
  /** Its last entry that was restored. */
  number: number
  seal: string
  /** Of all that was sold up to that entry, since the first one of the first letter (R6). */
  perpetual: PerpetualV1
  /**
   * What no closing of that journal holds: its days that were not closed, its closed days of
   * months that were not, those of years that were not; oldest first. The first closing of a
   * period under the new letter holds the first of these, the second the second.
   */
  unclosed: CarriedV1[]
}
