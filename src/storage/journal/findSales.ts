import type { TillDatabase } from '@/storage/databases'
import { isSale, type JournalEntry, type SaleEntry } from '@/core/journal/journal'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'

/**
 * Entry numbers with this total, newest first. Like the functions below it uses only an index and
 * reads no entry, so that a long journal costs little.
 */
export async function numbersOfTotal(
  db: TillDatabase,
  tillCode: string,
  totalCents: number,
): Promise<number[]> {
  return numbersOf(
    tillCode,
    await db.journal.where('event.totalCents').equals(totalCents).primaryKeys(),
  )
}

/** Entry numbers of business days from one to another, both included, newest first. */
export async function numbersOfDays(
  db: TillDatabase,
  tillCode: string,
  fromDay: string,
  toDay: string,
): Promise<number[]> {
  const keys = await db.journal.where('day').between(fromDay, toDay, true, true).primaryKeys()
  return numbersOf(tillCode, keys)
}

/** Entry numbers of sales and refunds of these customers, newest first. */
export async function numbersOfCustomers(
  db: TillDatabase,
  tillCode: string,
  customerIds: readonly string[],
): Promise<number[]> {
  return numbersOf(
    tillCode,
    await db.journal.where('event.customerId').anyOf(customerIds).primaryKeys(),
  )
}

/** Entry numbers of refunds, and of sales that give back lines of another sale, newest first. */
export async function numbersOfRefunds(db: TillDatabase, tillCode: string): Promise<number[]> {
  const [refunds, givingBack] = await Promise.all([
    db.journal
      .where('[till+event.kind+number]')
      .between([tillCode, 'refund', 0], [tillCode, 'refund', Infinity])
      .primaryKeys(),
    db.journal.where('event.refundOf').above(0).primaryKeys(),
  ])
  return [...new Set(numbersOf(tillCode, [...refunds, ...givingBack]))]
}

/**
 * The sales with these references. References to other kinds of entries and to purged entries are
 * left out.
 */
export async function readSalesAt(
  db: TillDatabase,
  references: readonly EntryReference[],
): Promise<SaleEntry[]> {
  const keys = references.map(({ till, number }): [string, number] => [till, number])
  return (await db.journal.bulkGet(keys)).flatMap(entry => (entry && isSale(entry) ? entry : []))
}

/** Entries of a business day or later that give goods back, or pay or invoice a sale, in any order. */
export async function readActsSince(db: TillDatabase, day: string): Promise<JournalEntry[]> {
  const [since, back, forSales] = await Promise.all([
    db.journal.where('day').aboveOrEqual(day).primaryKeys(),
    db.journal.where('event.refundOf').above(0).primaryKeys(),
    db.journal.where('event.saleNumber').above(0).primaryKeys(),
  ])
  const isSince = new Set(since.map(keyOf))
  const keys = new Map([...back, ...forSales].map(key => [keyOf(key), key]))
  const wanted = [...keys].flatMap(([text, key]) => (isSince.has(text) ? [key] : []))
  return (await db.journal.bulkGet(wanted)).flatMap(entry => entry ?? [])
}

/** Sales numbered from `first` up to, but not including, `before`, newest first. */
export async function readSalesBetween(
  db: TillDatabase,
  tillCode: string,
  first: number,
  before: number,
): Promise<SaleEntry[]> {
  // Read forwards and then reversed: browsers read backwards one by one, ten times slower.
  const entries = await db.journal
    .where('[till+number]')
    .between([tillCode, first], [tillCode, before], true, false)
    .toArray()
  return entries.filter(isSale).reverse()
}

function numbersOf(tillCode: string, keys: readonly [string, number][]): number[] {
  const own = keys.filter(([of]) => of === tillCode).map(([, number]) => number)
  return own.sort((a, b) => b - a)
}

const keyOf = ([till, number]: [string, number]) => referenceKey({ till, number })
