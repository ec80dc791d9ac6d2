import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { assert } from '@/core/assert'
import { canonicalJson } from './canonicalJson'
import type { PaymentV1, SaleV1 } from './events/saleV1'
import type { EntryV1, EventV1, JournalOpenedV1 } from './events/v1'

export type JournalEntry = EntryV1
export type JournalEvent = EventV1
/** An entry whose kind of event is known. */
export type EntryOf<Event extends JournalEvent> = EntryV1 & { event: Event }
/** A sale or a refund. */
export type SaleEntry = EntryOf<SaleV1>
/** A payment of an amount that a customer still owed for a sale. */
export type PaymentEntry = EntryOf<PaymentV1>

/** Everything an entry holds except its number, previous seal and seal. */
export interface UnsealedEvent {
  till: string
  eventId: string
  at: string
  day: string
  training: boolean
  event: JournalEvent
}

/** The previous seal that the first entry of a journal names. */
export const NO_SEAL = '0'.repeat(64)

/**
 * Seals an event as the entry that follows `last`. The seal covers the number, the time, every
 * value of the event and the previous seal: a sale can be read and checked without any other table.
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
  // The entry is parsed back from the sealed text: it holds exactly what was sealed, in canonical
  // order, and shares no object with a screen.
  return { ...(JSON.parse(text) as Omit<JournalEntry, 'seal'>), seal: hexOfSha256(text) }
}

/** Whether the seal of an entry matches its content. */
export function isSealIntact(entry: JournalEntry): boolean {
  const { seal, ...sealed } = entry
  try {
    return sealOf(sealed) === seal
  } catch {
    // Content that canonical JSON refuses was altered after sealing.
    return false
  }
}

/** Whether an entry is a sale or a refund, the only kinds that move goods and takings. */
export function isSale(entry: JournalEntry): entry is SaleEntry {
  return entry.event.kind === 'sale' || entry.event.kind === 'refund'
}

/**
 * Sort order from the newest entry: by number within one journal, by time between two journals,
 * because a till continues under another till code after a restore.
 */
export function newestFirst(a: JournalEntry, b: JournalEntry): number {
  return a.till === b.till ? b.number - a.number : Date.parse(b.at) - Date.parse(a.at)
}

/** Whether an entry pays an amount that was left due by a sale. */
export function isPayment(entry: JournalEntry): entry is PaymentEntry {
  return entry.event.kind === 'payment'
}

/** Whether an entry is the opening of a journal. */
export function isJournalOpened(
  entry: JournalEntry,
): entry is JournalEntry & { event: JournalOpenedV1 } {
  return entry.event.kind === 'journal-opened'
}

/**
 * Fingerprint of a public key, as sealed in the journal's first entry and printed on documents:
 * SHA-256 in hexadecimal.
 */
export function keyFingerprint(publicKey: NonNullable<JournalOpenedV1['publicKey']>): string {
  return hexOfSha256(canonicalJson(publicKey))
}

function sealOf(entry: Omit<JournalEntry, 'seal'>): string {
  return hexOfSha256(canonicalJson(entry))
}

function hexOfSha256(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}
