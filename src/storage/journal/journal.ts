import { Dexie } from 'dexie'
import type { TillDatabase } from '@/storage/databases'
import { watchRead } from '@/storage/watchRead'
import type { DocumentNumberV1 } from '@/core/journal/events/saleV1'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import { referenceOfSource, refundSources } from '@/core/payment/refund'
import { newestTillCodeFirst } from '@/core/journal/tillCode'
import {
  isPayment,
  isSale,
  newestFirst,
  type JournalEntry,
  type PaymentEntry,
  type SaleEntry,
} from '@/core/journal/journal'

/** An entry by till code and number. */
export function readEntry(
  db: TillDatabase,
  tillCode: string,
  number: number,
): Promise<JournalEntry | undefined> {
  return db.journal.get([tillCode, number])
}

/** The entry of a document number. */
export function readEntryOfDocument(
  db: TillDatabase,
  { series, number }: DocumentNumberV1,
): Promise<JournalEntry | undefined> {
  return db.journal.get({ 'event.document.series': series, 'event.document.number': number })
}

/** The last entry of a journal; undefined before it is opened. */
export function readLastEntry(
  db: TillDatabase,
  tillCode: string,
): Promise<JournalEntry | undefined> {
  return db.journal
    .where('[till+number]')
    .between([tillCode, Dexie.minKey], [tillCode, Dexie.maxKey])
    .last()
}

/** Number of the last entry; 0 before the journal is opened. */
export async function readLastNumber(db: TillDatabase, tillCode: string): Promise<number> {
  return (await readLastEntry(db, tillCode))?.number ?? 0
}

/** Entries whose event id begins with a text. */
export function readEntriesWithId(db: TillDatabase, beginning: string): Promise<JournalEntry[]> {
  return db.journal.where('eventId').startsWith(beginning).toArray()
}

/** Those of these event ids, all with one beginning, that are here, with their entries. */
export async function readEntriesWithIds(
  db: TillDatabase,
  beginning: string,
  eventIds: ReadonlySet<string>,
): Promise<JournalEntry[]> {
  // Their index is read first: most often none is here.
  const here = await db.journal.where('eventId').startsWith(beginning).uniqueKeys()
  const both = (here as string[]).filter(eventId => eventIds.has(eventId))
  return both.length === 0 ? [] : db.journal.where('eventId').anyOf(both).toArray()
}

/** Entries numbered above `after`, and at most `upTo` if given, oldest first, at most `limit`. */
export function readEntriesAfter(
  db: TillDatabase,
  tillCode: string,
  after: number,
  limit: number,
  upTo?: number,
): Promise<JournalEntry[]> {
  return db.journal
    .where('[till+number]')
    .between([tillCode, after], [tillCode, upTo ?? Dexie.maxKey], false, true)
    .limit(limit)
    .toArray()
}

/** Sales and refunds numbered below `before`, newest first, at most `limit`. */
export async function readSales(
  db: TillDatabase,
  tillCode: string,
  before: number,
  limit: number,
): Promise<SaleEntry[]> {
  const ofKind = (kind: SaleEntry['event']['kind']) =>
    db.journal
      .where('[till+event.kind+number]')
      .between([tillCode, kind, Dexie.minKey], [tillCode, kind, before], true, false)
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

/** Sales and refunds that give back lines of these entries. */
export async function readRefundsOf(
  db: TillDatabase,
  references: readonly EntryReference[],
): Promise<SaleEntry[]> {
  const numbers = references.map(reference => reference.number)
  const wanted = new Set(references.map(referenceKey))
  const entries = await db.journal.where('event.refundOf').anyOf(numbers).distinct().toArray()
  return entries
    .filter(isSale)
    .filter(sale =>
      refundSources(sale).some(one => wanted.has(referenceKey(referenceOfSource(one)))),
    )
}

/** Later payments of sales that were left due, oldest first. */
export async function readPaymentsOf(
  db: TillDatabase,
  ...sales: EntryReference[]
): Promise<PaymentEntry[]> {
  const numbers = sales.map(sale => sale.number)
  const wanted = new Set(sales.map(referenceKey))
  const entries = await db.journal.where('event.saleNumber').anyOf(numbers).toArray()
  return entries
    .filter(isPayment)
    .filter(({ event }) =>
      wanted.has(referenceKey({ till: event.saleTill, number: event.saleNumber })),
    )
    .sort((a, b) => newestFirst(b, a))
}

/** Sales that left an amount due when they were sealed, newest first. */
export async function readSalesLeftDue(db: TillDatabase): Promise<SaleEntry[]> {
  const entries = await db.journal.where('event.dueCents').above(0).toArray()
  return entries.filter(isSale).sort(newestFirst)
}

/**
 * Till codes of the journals on this device: the till's own first, then the others, newest first.
 */
export async function readTillCodes(db: TillDatabase, own: string): Promise<string[]> {
  const tillCodes: string[] = []
  let key = await firstKeyAfter(db, '')
  while (key) {
    tillCodes.push(key[0])
    key = await firstKeyAfter(db, key[0])
  }
  return [own, ...newestTillCodeFirst(tillCodes.filter(tillCode => tillCode !== own))]
}

/** The latest till code that has a journal here; undefined where there is none. */
export async function readLatestTillCode(db: TillDatabase): Promise<string | undefined> {
  return newestTillCodeFirst((await readTillCodes(db, '')).slice(1))[0]
}

async function firstKeyAfter(
  db: TillDatabase,
  tillCode: string,
): Promise<[string, number] | undefined> {
  const [key] = await db.journal
    .where('[till+number]')
    .above([tillCode, Dexie.maxKey])
    .limit(1)
    .primaryKeys()
  return key
}

/**
 * Number of the entry that last opened the drawer with a float, in training or not; 0 when there is
 * none.
 */
export async function readLastFloat(
  db: TillDatabase,
  tillCode: string,
  isTraining: boolean,
): Promise<number> {
  const opened = await db.journal
    .where('[till+event.kind+number]')
    .between([tillCode, 'drawer-opened', Dexie.minKey], [tillCode, 'drawer-opened', Dexie.maxKey])
    .reverse()
    .filter(entry => entry.training === isTraining)
    .first()
  return opened?.number ?? 0
}

/**
 * Calls back with the number of the last entry, now and after each change, in any tab. Returns a
 * function that stops it.
 */
export function watchLastNumber(
  db: TillDatabase,
  tillCode: string,
  onChange: (number: number) => void,
  onError: (error: unknown) => void,
): () => void {
  const read = async () => (await db.heads.get(tillCode))?.number ?? 0
  return watchRead({ rows: [{ db, table: 'heads', keys: [tillCode] }], read, onChange, onError })
}

/** First and last entry number of these days; undefined when they have no entry. */
export async function readNumbersOfDays(
  db: TillDatabase,
  tillCode: string,
  from: string,
  to: string,
): Promise<{ first: number; last: number } | undefined> {
  const keys = await db.journal.where('day').between(from, to, true, true).primaryKeys()
  const numbers = keys.flatMap(([code, number]) => (code === tillCode ? number : []))
  const [one] = numbers
  if (one === undefined) return undefined
  return numbers.reduce(
    ({ first, last }, number) => ({
      first: Math.min(first, number),
      last: Math.max(last, number),
    }),
    { first: one, last: one },
  )
}

/** Entries of one kind, oldest first. */
export function readEntriesOfKind(
  db: TillDatabase,
  tillCode: string,
  kind: JournalEntry['event']['kind'],
): Promise<JournalEntry[]> {
  return db.journal
    .where('[till+event.kind+number]')
    .between([tillCode, kind, Dexie.minKey], [tillCode, kind, Dexie.maxKey])
    .toArray()
}
