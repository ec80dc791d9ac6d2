import { Dexie, liveQuery } from 'dexie'
import type { JournalHead, SealSignature, TillDatabase, TillKey } from './databases'
import { assert } from '@/core/assert'
import { canonicalJson } from '@/core/canonicalJson'
import type { JournalOpenedV1, SaleV1 } from '@/core/events/v1'
import {
  isSale,
  sealEvent,
  type JournalEntry,
  type SaleEntry,
  type UnsealedEvent,
} from '@/core/journal'
import type { UnnumberedSale } from '@/core/settle'

export type Unsealed<Event> = Omit<UnsealedEvent, 'event'> & { event: Event }

/** The same ticket was sealed before with other lines, in another tab: nothing was written. */
export class TicketChangedElsewhere extends Error {}

/**
 * Opens a journal with its first entry and the key that signs it, in one transaction.
 * A journal already open is left as it is, so that two tabs open it once.
 */
export function openJournal(
  db: TillDatabase,
  unsealed: Unsealed<JournalOpenedV1>,
  key: TillKey | null,
): Promise<void> {
  return db.transaction('rw', db.journal, db.heads, db.keys, async () => {
    if (await lastEntry(db, unsealed.till)) return
    const entry = sealEvent(undefined, unsealed)
    await db.journal.add(entry)
    await db.heads.put(headBehind(undefined, entry))
    if (key) await db.keys.add(key)
  })
}

/**
 * Numbers a sale, seals it behind the last entry and drops its open ticket, in one strict
 * transaction; resolves once it is on disk. A sale already in the journal (a second press,
 * a restart) is returned as it was sealed, not written twice.
 *
 * Sealing is synchronous: waiting for anything but IndexedDB would end the transaction,
 * and another tab or a kill could come between the reading and the writing.
 *
 * @throws TicketChangedElsewhere when that ticket was sealed with other lines.
 */
export function appendSale(
  db: TillDatabase,
  unsealed: Unsealed<UnnumberedSale>,
): Promise<SaleEntry> {
  return db.transaction('rw', db.journal, db.heads, db.tickets, async () => {
    const sealed = await db.journal.get({ eventId: unsealed.eventId })
    if (sealed) return sameSale(sealed, unsealed.event)

    const last = await lastEntry(db, unsealed.till)
    assert(last !== undefined, 'a journal is opened before the first sale')
    const head = await headAt(db, last)
    const number = (head.counters[last.till] ?? 0) + 1
    const document = { series: last.till, number }
    const entry = sealEvent(last, { ...unsealed, event: { ...unsealed.event, document } })
    assert(isSale(entry), 'a sealed sale is a sale')

    await db.journal.add(entry) // add, never put: an entry is never replaced
    await db.heads.put(headBehind(head, entry))
    await db.tickets.delete(unsealed.eventId)
    return entry
  })
}

/** One entry of a till, by its place in the journal. */
export function readEntry(
  db: TillDatabase,
  till: string,
  number: number,
): Promise<JournalEntry | undefined> {
  return db.journal.get([till, number])
}

/** Entries numbered above `after`, oldest first, at most `limit`. */
export function readEntriesAfter(
  db: TillDatabase,
  till: string,
  after: number,
  limit: number,
): Promise<JournalEntry[]> {
  return db.journal
    .where('[till+number]')
    .between([till, after], [till, Dexie.maxKey], false)
    .limit(limit)
    .toArray()
}

/** Sales numbered below `before` in the journal, newest first, at most `limit`. */
export async function readSales(
  db: TillDatabase,
  till: string,
  before: number,
  limit: number,
): Promise<SaleEntry[]> {
  const entries = await db.journal
    .where('[till+event.kind+number]')
    .between([till, 'sale', Dexie.minKey], [till, 'sale', before], true, false)
    .reverse()
    .limit(limit)
    .toArray()
  return entries.filter(isSale)
}

/** Calls back with the number of the last entry, now and whenever it moves, in any tab. */
export function watchLastNumber(
  db: TillDatabase,
  till: string,
  onChange: (number: number) => void,
  onError: (error: unknown) => void,
): () => void {
  const subscription = liveQuery(async () => (await db.heads.get(till))?.number ?? 0).subscribe(
    onChange,
    onError,
  )
  return () => subscription.unsubscribe()
}

/** Entries that still lack the device's signature, oldest first. */
export async function readUnsigned(db: TillDatabase, till: string): Promise<JournalEntry[]> {
  const signed = await db.signatures
    .where('[till+number]')
    .between([till, Dexie.minKey], [till, Dexie.maxKey])
    .last()
  return readEntriesAfter(db, till, signed?.number ?? 0, Infinity)
}

export function readSignature(
  db: TillDatabase,
  till: string,
  number: number,
): Promise<SealSignature | undefined> {
  return db.signatures.get([till, number])
}

/** Keeps the signatures of entries; one already kept is never replaced. */
export async function keepSignatures(
  db: TillDatabase,
  signatures: readonly SealSignature[],
): Promise<void> {
  await db.transaction('rw', db.signatures, async () => {
    for (const signature of signatures) {
      const kept = await db.signatures.get([signature.till, signature.number])
      if (!kept) await db.signatures.add(signature)
    }
  })
}

function lastEntry(db: TillDatabase, till: string): Promise<JournalEntry | undefined> {
  return db.journal
    .where('[till+number]')
    .between([till, Dexie.minKey], [till, Dexie.maxKey])
    .last()
}

/** The kept head when it is the last entry's; else made again from the journal, which rules. */
async function headAt(db: TillDatabase, last: JournalEntry): Promise<JournalHead> {
  const kept = await db.heads.get(last.till)
  if (kept?.number === last.number && kept.seal === last.seal) return kept

  const entries = await readEntriesAfter(db, last.till, 0, Infinity)
  const head = entries.reduce<JournalHead | undefined>(headBehind, undefined)
  assert(head !== undefined, 'a journal with a last entry has a head')
  return head
}

function headBehind(head: JournalHead | undefined, entry: JournalEntry): JournalHead {
  const counters = { ...head?.counters }
  if (isSale(entry)) counters[entry.event.document.series] = entry.event.document.number
  return { till: entry.till, number: entry.number, seal: entry.seal, counters }
}

function sameSale(sealed: JournalEntry, sale: UnnumberedSale): SaleEntry {
  if (isSale(sealed) && goodsOf(sealed.event) === goodsOf(sale)) return sealed
  throw new TicketChangedElsewhere(sealed.eventId)
}

const goodsOf = ({ lines, totalCents }: Pick<SaleV1, 'lines' | 'totalCents'>) =>
  canonicalJson({ lines, totalCents })
