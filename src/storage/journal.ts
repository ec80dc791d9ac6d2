import { Dexie, liveQuery } from 'dexie'
import type { SealSignature, TillDatabase } from './databases'
import type { DocumentNumberV1, PaymentV1 } from '@/core/events/saleV1'
import { isSale, type EntryOf, type JournalEntry, type SaleEntry } from '@/core/journal'

/** One entry of a till, by its place in the journal. */
export function readEntry(
  db: TillDatabase,
  till: string,
  number: number,
): Promise<JournalEntry | undefined> {
  return db.journal.get([till, number])
}

/** The entry of a document, `A-000123` as people read it. */
export function readEntryOfDocument(
  db: TillDatabase,
  { series, number }: DocumentNumberV1,
): Promise<JournalEntry | undefined> {
  return db.journal.get({ 'event.document.series': series, 'event.document.number': number })
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

/** Sales and refunds numbered below `before` in the journal, newest first, at most `limit`. */
export async function readSales(
  db: TillDatabase,
  till: string,
  before: number,
  limit: number,
): Promise<SaleEntry[]> {
  const ofKind = (kind: SaleEntry['event']['kind']) =>
    db.journal
      .where('[till+event.kind+number]')
      .between([till, kind, Dexie.minKey], [till, kind, before], true, false)
      .reverse()
      .limit(limit)
      .toArray()
  const found = await Promise.all([ofKind('sale'), ofKind('refund')])
  return found
    .flat()
    .filter(isSale)
    .sort((a, b) => b.number - a.number)
    .slice(0, limit)
}

/** Sales and refunds that give back lines of these entries, oldest first. */
export async function readRefundsOf(
  db: TillDatabase,
  till: string,
  numbers: readonly number[],
): Promise<SaleEntry[]> {
  const entries = await db.journal.where('event.refundOf').anyOf(numbers).distinct().toArray()
  return entries.filter(entry => entry.till === till).filter(isSale)
}

/** What was paid since of a sale that was left due, oldest first. */
export async function readPaymentsOf(
  db: TillDatabase,
  till: string,
  saleNumber: number,
): Promise<EntryOf<PaymentV1>[]> {
  const entries = await db.journal.where('event.saleNumber').equals(saleNumber).toArray()
  return entries.filter(entry => entry.till === till).filter(isPayment)
}

function isPayment(entry: JournalEntry): entry is EntryOf<PaymentV1> {
  return entry.event.kind === 'payment'
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
