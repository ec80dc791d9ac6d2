import { liveQuery } from 'dexie'
import type { TillDatabase } from '@/storage/databases'
import { readSetting, type ShopConnection } from '@/storage/settings/settings'
import type { SaleEntry } from '@/core/journal/journal'
import {
  stockDeltasOf,
  wholePieces,
  type StockConflict,
  type StockFollowed,
  type StockToSend,
  type StockWrite,
} from '@/core/stock/stockDeltas'
import type { Space } from '@/core/journal/space'

/** Key of a shop in the outbox, so that a change is never sent to another shop. */
export function shopOf({ address, shopId }: ShopConnection): string {
  return [address, shopId].join(' ').trim()
}

/**
 * Queues the stock changes of a sale, if the owner wants them sent. Must be called inside the
 * transaction that seals the sale, so that both are on disk or neither is.
 */
export async function queueStock(db: TillDatabase, entry: SaleEntry, space: Space): Promise<void> {
  if (!(await readSetting(db, 'sendsStock'))) return
  const connection = await readSetting(db, 'connection')
  if (!connection) return
  const shop = shopOf(connection)
  const deltas = stockDeltasOf(entry, space)
  const rows = await db.outbox.bulkGet(
    deltas.map(({ articleId }): [string, string] => [shop, articleId]),
  )
  await db.outbox.bulkPut(
    deltas.map(({ articleId, name, deltaMilli }, place) => {
      const row = rows[place] ?? nothingToSend(shop, articleId)
      return { ...row, name, waitingMilli: row.waitingMilli + deltaMilli }
    }),
  )
}

/** Rows of a shop with something to send, or with a write of unknown outcome. */
export async function readToSend(db: TillDatabase, shop: string): Promise<StockToSend[]> {
  const rows = await db.outbox.where('shop').equals(shop).toArray()
  return rows.filter(row => row.writing !== null || wholePieces(row.waitingMilli) !== 0)
}

/**
 * Moves the waiting whole pieces into a write, before it is sent; undefined when there are none, or
 * another write is in progress. Waiting, written and conflicting pieces always add up to the pieces
 * sold and not yet sent.
 */
export function beginWrite(
  db: TillDatabase,
  { shop, articleId }: StockToSend,
  writeOf: (deltaPieces: number) => StockWrite,
): Promise<StockWrite | undefined> {
  return db.transaction('rw', db.outbox, async () => {
    const row = await db.outbox.get([shop, articleId])
    const pieces = wholePieces(row?.waitingMilli ?? 0)
    if (!row || row.writing || pieces === 0) return undefined
    const writing = writeOf(pieces)
    await db.outbox.put({ ...row, writing, waitingMilli: row.waitingMilli - pieces * 1000 })
    return writing
  })
}

/** Moves the waiting pieces of an article to a conflict for a person to settle, without a write. */
export function setAside(
  db: TillDatabase,
  { shop, articleId }: StockToSend,
  conflictOf: (deltaPieces: number) => StockConflict,
): Promise<void> {
  return db.transaction('rw', db.outbox, async () => {
    const row = await db.outbox.get([shop, articleId])
    const pieces = wholePieces(row?.waitingMilli ?? 0)
    if (!row || pieces === 0) return
    const conflicts = [...row.conflicts, conflictOf(pieces)]
    await db.outbox.put({ ...row, conflicts, waitingMilli: row.waitingMilli - pieces * 1000 })
  })
}

/** Outcome of a write: verified, not made at all, or a conflict for a person to settle. */
export type WriteEnd =
  | { kind: 'written'; leftPieces: number; at: string; followed: StockFollowed | null }
  | { kind: 'not-written' }
  | { kind: 'conflict'; conflict: StockConflict }

/** Ends a write; does nothing when another tab already ended it. */
export function endWrite(
  db: TillDatabase,
  { shop, articleId }: StockToSend,
  end: WriteEnd,
): Promise<void> {
  return db.transaction('rw', db.outbox, async () => {
    const row = await db.outbox.get([shop, articleId])
    if (!row?.writing) return
    await db.outbox.put({ ...ended(row, row.writing, end), writing: null })
  })
}

function ended(row: StockToSend, { deltaPieces }: StockWrite, end: WriteEnd): StockToSend {
  switch (end.kind) {
    case 'written':
      return { ...row, sentAt: end.at, leftPieces: end.leftPieces, followed: end.followed }
    case 'not-written':
      return { ...row, waitingMilli: row.waitingMilli + deltaPieces * 1000 }
    case 'conflict':
      // The current quantity must be settled by a person: nothing more can be derived from it.
      return { ...row, conflicts: [...row.conflicts, end.conflict], followed: null }
  }
}

/** Rows of a shop whose stock must be checked again after a write, earliest first. */
export async function readFollowed(db: TillDatabase, shop: string): Promise<StockToSend[]> {
  const rows = await db.outbox.where('shop').equals(shop).toArray()
  const atOf = ({ followed }: StockToSend) => followed?.lookAgainAt ?? ''
  return rows.filter(row => atOf(row) !== '').sort((a, b) => (atOf(a) < atOf(b) ? -1 : 1))
}

/**
 * Stores the result of checking an article, unless it was written meanwhile: the quantity in the
 * shop, and a conflict when nothing explains it. Only one conflict with the same reason is kept
 * until it is settled.
 */
export function endLook(
  db: TillDatabase,
  { shop, articleId, sentAt }: StockToSend,
  seen: { leftPieces: number; lastOrderLine: number },
  conflict: StockConflict | null,
): Promise<void> {
  return db.transaction('rw', db.outbox, async () => {
    const row = await db.outbox.get([shop, articleId])
    if (!row || row.sentAt !== sentAt || row.writing) return
    const isNew = conflict && !row.conflicts.some(({ reason }) => reason === conflict.reason)
    await db.outbox.put({
      ...row,
      leftPieces: seen.leftPieces,
      followed: { lastOrderLine: seen.lastOrderLine, lookAgainAt: null },
      conflicts: isNew ? [...row.conflicts, conflict] : row.conflicts,
    })
  })
}

/**
 * Puts a conflict's pieces back among the waiting ones, or drops them. Returns whether the conflict
 * was still there.
 */
export function settleConflict(
  db: TillDatabase,
  { shop, articleId }: StockToSend,
  conflict: StockConflict,
  how: 'apply' | 'forget',
): Promise<boolean> {
  return db.transaction('rw', db.outbox, async () => {
    const row = await db.outbox.get([shop, articleId])
    const place = row?.conflicts.findIndex(
      one => one.at === conflict.at && one.deltaPieces === conflict.deltaPieces,
    )
    if (!row || place === undefined || place === -1) return false
    const again = how === 'apply' ? conflict.deltaPieces * 1000 : 0
    await db.outbox.put({
      ...row,
      waitingMilli: row.waitingMilli + again,
      conflicts: row.conflicts.toSpliced(place, 1),
    })
    return true
  })
}

/**
 * Calls back with the rows of the connected shop, now and after each change. Returns a function
 * that stops it.
 */
export function watchOutbox(
  db: TillDatabase,
  onChange: (rows: StockToSend[]) => void,
  onError: (error: unknown) => void,
): () => void {
  const subscription = liveQuery(async () => {
    const connection = await readSetting(db, 'connection')
    return connection ? db.outbox.where('shop').equals(shopOf(connection)).toArray() : []
  }).subscribe(onChange, onError)
  return () => subscription.unsubscribe()
}

const nothingToSend = (shop: string, articleId: string): StockToSend => ({
  shop,
  articleId,
  name: '',
  waitingMilli: 0,
  writing: null,
  conflicts: [],
  sentAt: null,
  leftPieces: null,
  followed: null,
})
