/**
 * Stored shapes, format 1. Entries are sealed in these shapes for ever: this file is
 * never edited once a till has sold with it; a change is a format of its own beside it.
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

export type EventV1 = JournalOpenedV1 | SaleV1

/** First entry of every journal: who signs what follows. */
export interface JournalOpenedV1 {
  kind: 'journal-opened'
  journalId: string
  /** Public half of the key that signs the seals; null where the browser has no cryptography. */
  publicKey: { crv: string; kty: string; x: string; y: string } | null
  /** SHA-256 of the public key's RFC 8785 form, in hexadecimal; empty without a key. */
  keyFingerprint: string
  software: SoftwareV1
}

export interface SaleV1 {
  kind: 'sale'
  /** Number in its own gapless series, shown as `A-000123`. */
  document: DocumentNumberV1
  openedAt: string
  currency: 'EUR'
  lines: SaleLineV1[]
  /** Per rate, lowest first; net and VAT add up to gross, gross adds up to the total. */
  vat: VatShareV1[]
  totalCents: number
  tenders: TenderV1[]
  changeCents: number
  cashier: string
  seller: SellerV1
  software: SoftwareV1
}

export interface DocumentNumberV1 {
  series: string
  number: number
}

export interface SaleLineV1 {
  articleId: string
  name: string
  reference: string
  department: string
  quantityMilli: number
  unitPriceCents: number
  grossCents: number
  vatRate: number
}

export interface VatShareV1 {
  vatRate: number
  netCents: number
  vatCents: number
  grossCents: number
}

export interface TenderV1 {
  kind: string
  givenCents: number
}

/** Who sells, as printed on every paper (CGI ann. II art. 242 nonies A; R13). */
export interface SellerV1 {
  name: string
  address: string
  siret: string
  vatNumber: string
}

export interface SoftwareV1 {
  name: string
  version: string
}
