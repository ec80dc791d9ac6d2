import type { TillDatabase } from '@/storage/databases'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import type { EntryReference } from '@/core/journal/entryReference'

/**
 * Places in a till's journal, newest first, told by an index alone: no entry is read, so that
 * a long journal costs little.
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

/** Places of what was sealed from one business day to another, both included. */
export async function numbersOfDays(
  db: TillDatabase,
  tillCode: string,
  fromDay: string,
  toDay: string,
): Promise<number[]> {
  const keys = await db.journal.where('day').between(fromDay, toDay, true, true).primaryKeys()
  return numbersOf(tillCode, keys)
}

/** Places of what these customers bought or brought back. */
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

/** Places of refunds, and of sales that give back lines of another. */
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

/** The sales at these places; what else stands there, or was purged, is left out. */
export async function readSalesAt(
  db: TillDatabase,
  references: readonly EntryReference[],
): Promise<SaleEntry[]> {
  const keys = references.map(({ till, number }): [string, number] => [till, number])
  return (await db.journal.bulkGet(keys)).flatMap(entry => (entry && isSale(entry) ? entry : []))
}

/** Sales from one place to another, the last left out, newest first. */
export async function readSalesBetween(
  db: TillDatabase,
  tillCode: string,
  first: number,
  before: number,
): Promise<SaleEntry[]> {
  // Forwards, then turned round: a browser reads backwards one by one, ten times slower.
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
