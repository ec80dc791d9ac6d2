import { Dexie } from 'dexie'
import type { TillDatabase } from '@/storage/databases'
import { readRefundsOf } from '@/storage/journal/journal'
import { readSetting } from '@/storage/settings/settings'
import type { RecordedOrder } from '@/core/orders/orderChanges'
import type { OrderImportState, OrderNote, OrderRun } from '@/core/orders/orderImport'
import { isSale, type SaleEntry } from '@/core/journal/journal'

/** What the journals hold of one order, this till's and those it goes on from: its sale, by its id, and what was given back of it. */
export async function readRecordedOrder(
  db: TillDatabase,
  eventId: string,
): Promise<RecordedOrder | undefined> {
  const sale = await db.journal.get({ eventId })
  if (!sale || !isSale(sale)) return undefined
  return { sale, refunds: await readRefundsOf(db, [sale]) }
}

/** Sales of online orders, the order placed last first, at most `limit`. */
export async function readOrderSales(db: TillDatabase, limit: number): Promise<SaleEntry[]> {
  const entries = await db.journal
    .where('event.order.placedAt')
    .between(Dexie.minKey, Dexie.maxKey)
    .reverse()
    .filter(entry => entry.event.kind === 'sale')
    .limit(limit)
    .toArray()
  return entries.filter(isSale)
}

export function listOrderNotes(db: TillDatabase): Promise<OrderNote[]> {
  return db.orderNotes.toArray()
}

/**
 * Keeps what a look at a recorded order found: the first proof, which is of what was sealed,
 * and when it was handed over stay.
 */
export function keepOrderNote(
  db: TillDatabase,
  noteId: string,
  { proof, editedCents }: Pick<OrderNote, 'proof' | 'editedCents'>,
): Promise<void> {
  return db.transaction('rw', db.orderNotes, async () => {
    const kept = await db.orderNotes.get(noteId)
    await db.orderNotes.put({ noteId, proof, handedOverAt: null, ...kept, editedCents })
  })
}

/** Keeps that an order was handed over, or no longer was. */
export function keepHandedOver(
  db: TillDatabase,
  noteId: string,
  handedOverAt: string | null,
): Promise<void> {
  return db.transaction('rw', db.orderNotes, async () => {
    const kept = await db.orderNotes.get(noteId)
    await db.orderNotes.put({ noteId, proof: null, editedCents: 0, ...kept, handedOverAt })
  })
}

/** How far a shop's orders were read; undefined before the first time. */
export async function readOrderState(
  db: TillDatabase,
  shop: string,
): Promise<OrderImportState | undefined> {
  return (await readSetting(db, 'orderImports'))?.[shop]
}

export function keepOrderState(
  db: TillDatabase,
  shop: string,
  state: OrderImportState,
): Promise<void> {
  return db.transaction('rw', db.settings, async () => {
    const value = { ...(await readSetting(db, 'orderImports')), [shop]: state }
    await db.settings.put({ name: 'orderImports', value })
  })
}

/** How the last import of a shop's orders ended; undefined before the first one. */
export async function readOrderRun(db: TillDatabase, shop: string): Promise<OrderRun | undefined> {
  return (await readSetting(db, 'orderRuns'))?.[shop]
}

export function keepOrderRun(db: TillDatabase, shop: string, run: OrderRun): Promise<void> {
  return db.transaction('rw', db.settings, async () => {
    const value = { ...(await readSetting(db, 'orderRuns')), [shop]: run }
    await db.settings.put({ name: 'orderRuns', value })
  })
}
