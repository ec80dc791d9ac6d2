import type { TillDatabase } from '@/storage/databases'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import type { Place } from '@/core/journal/entryReference'

/**
 * Places in a till's journal, newest first, told by an index alone: no entry is read, so that
 * a long journal costs little.
 */
export async function placesOfTotal(
  db: TillDatabase,
  till: string,
  totalCents: number,
): Promise<number[]> {
  return placesOf(till, await db.journal.where('event.totalCents').equals(totalCents).primaryKeys())
}

/** Places of what was sealed from one business day to another, both included. */
export async function placesOfDays(
  db: TillDatabase,
  till: string,
  fromDay: string,
  toDay: string,
): Promise<number[]> {
  const keys = await db.journal.where('day').between(fromDay, toDay, true, true).primaryKeys()
  return placesOf(till, keys)
}

/** Places of what these customers bought or brought back. */
export async function placesOfCustomers(
  db: TillDatabase,
  till: string,
  customerIds: readonly string[],
): Promise<number[]> {
  return placesOf(till, await db.journal.where('event.customerId').anyOf(customerIds).primaryKeys())
}

/** Places of refunds, and of sales that give back lines of another. */
export async function placesOfRefunds(db: TillDatabase, till: string): Promise<number[]> {
  const [refunds, givingBack] = await Promise.all([
    db.journal
      .where('[till+event.kind+number]')
      .between([till, 'refund', 0], [till, 'refund', Infinity])
      .primaryKeys(),
    db.journal.where('event.refundOf').above(0).primaryKeys(),
  ])
  return [...new Set(placesOf(till, [...refunds, ...givingBack]))]
}

/** The sales at these places; what else stands there, or was purged, is left out. */
export async function readSalesAt(
  db: TillDatabase,
  places: readonly Place[],
): Promise<SaleEntry[]> {
  const keys = places.map(({ till, number }): [string, number] => [till, number])
  return (await db.journal.bulkGet(keys)).flatMap(entry => (entry && isSale(entry) ? entry : []))
}

/** Sales from one place to another, the last left out, newest first. */
export async function readSalesBetween(
  db: TillDatabase,
  till: string,
  first: number,
  before: number,
): Promise<SaleEntry[]> {
  // Forwards, then turned round: a browser reads backwards one by one, ten times slower.
  const entries = await db.journal
    .where('[till+number]')
    .between([till, first], [till, before], true, false)
    .toArray()
  return entries.filter(isSale).reverse()
}

function placesOf(till: string, keys: readonly [string, number][]): number[] {
  const own = keys.filter(([of]) => of === till).map(([, number]) => number)
  return own.sort((a, b) => b - a)
}
