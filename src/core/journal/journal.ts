import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { assert } from '@/core/assert'
import { canonicalJson } from './canonicalJson'
import type { PaymentV1, SaleV1 } from './events/saleV1'
import type { EntryV1, EventV1, JournalOpenedV1 } from './events/v1'

export type JournalEntry = EntryV1
export type JournalEvent = EventV1
/** An entry of which kind is known. */
export type EntryOf<Event extends JournalEvent> = EntryV1 & { event: Event }
/** A sale or a refund. */
export type SaleEntry = EntryOf<SaleV1>
/** What was still owed of a sale, paid. */
export type PaymentEntry = EntryOf<PaymentV1>

/** What is known of an event before it is sealed. */
export interface UnsealedEvent {
  till: string
  eventId: string
  at: string
  day: string
  training: boolean
  event: JournalEvent
}

/** Previous seal of the first entry. */
export const NO_SEAL = '0'.repeat(64)

/**
 * Seals an event behind the last entry of its journal. The seal covers the number, the
 * time, every value of the event and the previous seal: what was sold can be read and
 * checked without any other table.
 * Source: CGI art. 286 I 3° bis (inalterability), BOI-TVA-DECLA-30-10-30.
 */
export function sealEvent(last: JournalEntry | undefined, unsealed: UnsealedEvent): JournalEntry {
  assert(last === undefined || last.till === unsealed.till, 'a journal belongs to one till')
  const text = canonicalJson({
    format: 1,
    till: unsealed.till,
    number: (last?.number ?? 0) + 1,
    eventId: unsealed.eventId,
    at: unsealed.at,
    day: unsealed.day,
    training: unsealed.training,
    event: unsealed.event,
    previous: last?.seal ?? NO_SEAL,
  } satisfies Omit<JournalEntry, 'seal'>)
  // What is kept is what was sealed, read back in its one order: no value of a screen is in it.
  return { ...(JSON.parse(text) as Omit<JournalEntry, 'seal'>), seal: hexOfSha256(text) }
}

/** Whether an entry's seal is the seal of what it holds. */
export function isSealIntact(entry: JournalEntry): boolean {
  const { seal, ...sealed } = entry
  try {
    return sealOf(sealed) === seal
  } catch {
    // An entry that can no longer be written canonically was altered, whatever it says.
    return false
  }
}

/** Whether it is a sale or a refund: what moves goods and takings. */
export function isSale(entry: JournalEntry): entry is SaleEntry {
  return entry.event.kind === 'sale' || entry.event.kind === 'refund'
}

/**
 * Order of entries from the newest on: by their places in one journal, by the clock between
 * two, as a till goes on under another letter after a restore.
 */
export function newestFirst(a: JournalEntry, b: JournalEntry): number {
  return a.till === b.till ? b.number - a.number : Date.parse(b.at) - Date.parse(a.at)
}

/** Whether it pays what was left due of a sale. */
export function isPayment(entry: JournalEntry): entry is PaymentEntry {
  return entry.event.kind === 'payment'
}

export function isJournalOpened(
  entry: JournalEntry,
): entry is JournalEntry & { event: JournalOpenedV1 } {
  return entry.event.kind === 'journal-opened'
}

/** Fingerprint of a public key, as the journal's first entry and documents show it. */
export function keyFingerprint(publicKey: NonNullable<JournalOpenedV1['publicKey']>): string {
  return hexOfSha256(canonicalJson(publicKey))
}

function sealOf(entry: Omit<JournalEntry, 'seal'>): string {
  return hexOfSha256(canonicalJson(entry))
}

function hexOfSha256(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}
