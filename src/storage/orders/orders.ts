import { Dexie } from 'dexie'
import type { TillDatabase } from '@/storage/databases'
import { readRefundsOf } from '@/storage/journal/journal'
import { readSetting } from '@/storage/settings/settings'
import type { RecordedOrder } from '@/core/orders/orderChanges'
import type { OrderImportState, OrderNote, OrderRun } from '@/core/orders/orderImport'
import { isSale, type SaleEntry } from '@/core/journal/journal'

/**
 * The sale of an order, by its event id, and the refunds of it; from all journals on this device.
 * Undefined when the order was not recorded.
 */
export async function readRecordedOrder(
  db: TillDatabase,
  eventId: string,
): Promise<RecordedOrder | undefined> {
  const sale = await db.journal.get({ eventId })
  if (!sale || !isSale(sale)) return undefined
  return { sale, refunds: await readRefundsOf(db, [sale]) }
}

/** Sales of online orders, the latest order first, at most `limit`. */
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

/** Notes of all recorded orders. */
export function listOrderNotes(db: TillDatabase): Promise<OrderNote[]> {
  return db.orderNotes.toArray()
}

/**
 * Stores what was found about a recorded order. The first proof stays, because it is of what was
 * sealed, and so does the time of the handover.
 */
export function keepOrderNote(
  db: TillDatabase,
  noteId: string,
  {
    proof,
    editedCents,
    asked = [],
    isDownload = false,
  }: Omit<OrderNote, 'noteId' | 'handedOverAt'>,
): Promise<void> {
  return db.transaction('rw', db.orderNotes, async () => {
    const kept = await db.orderNotes.get(noteId)
    const { asked: _asked, isDownload: _isDownload, ...rest } = kept ?? {}
    await db.orderNotes.put({
      noteId,
      proof,
      handedOverAt: null,
      ...rest,
      editedCents,
      ...(asked.length > 0 ? { asked } : {}),
      ...(isDownload ? { isDownload } : {}),
    })
  })
}

/** Stores when an order was handed over; null when it no longer is. */
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

/** How far a shop's orders were read; undefined before the first import. */
export async function readOrderState(
  db: TillDatabase,
  shop: string,
): Promise<OrderImportState | undefined> {
  return (await readSetting(db, 'orderImports'))?.[shop]
}

/** Stores how far a shop's orders were read. */
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

/** Stores how the last import of a shop's orders ended. */
export function keepOrderRun(db: TillDatabase, shop: string, run: OrderRun): Promise<void> {
  return db.transaction('rw', db.settings, async () => {
    const value = { ...(await readSetting(db, 'orderRuns')), [shop]: run }
    await db.settings.put({ name: 'orderRuns', value })
  })
}
