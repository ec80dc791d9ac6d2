import type { TillDatabase } from '@/storage/databases'
import { readSetting, type ShopConnection } from '@/storage/settings/settings'
import {
  isToSend,
  wholePieces,
  type StockConflict,
  type StockDelta,
  type StockFollowed,
  type StockToSend,
  type StockWrite,
} from '@/core/stock/stockDeltas'
import { linkedPacks, unpackDeltas, type Packs } from '@/core/stock/packs'

/** Key of a shop in the outbox, so that a change is never sent to another shop. */
export function shopOf({ address, shopId }: ShopConnection): string {
  return [address, shopId].join(' ').trim()
}

/**
 * Adds changes of stock to what waits for a shop, packs taken apart, inside a transaction of the
 * outbox and the settings. `sold` is what one sale or refund changed.
 */
export async function addToOutbox(
  db: TillDatabase,
  { shop, packs }: { shop: string; packs: Packs },
  sold: readonly StockDelta[],
): Promise<void> {
  for (const { articleId, name, deltaMilli } of unpackDeltas(sold, packs)) {
    const row = await rowOf(db, shop, articleId)
    const waitingMilli = row.waitingMilli + deltaMilli
    await db.outbox.put({ ...row, name: name || row.name || articleId, waitingMilli })
  }
  for (const { articleId, deltaMilli } of sold) {
    if (deltaMilli > 0) continue
    for (const pack of linkedPacks(articleId, packs)) {
      const row = await rowOf(db, shop, pack.articleId)
      const componentSales = addSales(row.componentSales, { [articleId]: 1 })
      await db.outbox.put({ ...row, name: row.name || pack.name, componentSales })
    }
  }
}

/**
 * Adds changes of stock, packs taken apart, for a person to judge: for each article one conflict of
 * each reason. Inside a transaction of the outbox.
 */
export async function addDoubtful(
  db: TillDatabase,
  { shop, packs }: { shop: string; packs: Packs },
  changes: readonly StockDelta[],
  { reason, at }: Pick<StockConflict, 'reason' | 'at'>,
): Promise<void> {
  for (const { articleId, name, deltaMilli } of unpackDeltas(changes, packs)) {
    const pieces = wholePieces(deltaMilli)
    if (pieces === 0) continue
    const row = await rowOf(db, shop, articleId)
    const before = row.conflicts.find(one => one.reason === reason)
    const deltaPieces = pieces + (before?.deltaPieces ?? 0)
    const conflict = { reason, deltaPieces, expectedPieces: null, seenPieces: null, at }
    const others = row.conflicts.filter(one => one !== before)
    const conflicts = deltaPieces === 0 ? others : [...others, conflict]
    await db.outbox.put({ ...row, name: row.name || name || articleId, conflicts })
  }
}

/** Sales of components added up; a component whose sales come to zero is left out. */
function addSales(before: ComponentSales = {}, more: ComponentSales): ComponentSales {
  const sum = { ...before }
  for (const [id, sales] of Object.entries(more)) sum[id] = (sum[id] ?? 0) + sales
  return Object.fromEntries(Object.entries(sum).filter(([, sales]) => sales > 0))
}
type ComponentSales = NonNullable<StockToSend['componentSales']>

/** Packs of a shop as last read; empty before they were read. */
export async function readPacks(db: TillDatabase, shop: string): Promise<Packs> {
  const kept = await readSetting(db, 'shopPacks')
  return kept?.shop === shop ? kept.packs : []
}

const rowOf = async (db: TillDatabase, shop: string, articleId: string) =>
  (await db.outbox.get([shop, articleId])) ?? nothingToSend(shop, articleId)

/** Rows of a shop with something to send, or with a write of unknown outcome. */
export async function readToSend(db: TillDatabase, shop: string): Promise<StockToSend[]> {
  const rows = await db.outbox.where('shop').equals(shop).toArray()
  return rows.filter(isToSend)
}

/**
 * Moves the waiting whole pieces into a write, before it is sent; undefined when there is nothing
 * to write, or another write is in progress. Waiting, written and conflicting pieces always add up
 * to the pieces sold and not yet sent.
 */
export function beginWrite(
  db: TillDatabase,
  { shop, articleId, componentSales: seen = {} }: StockToSend,
  writeOf: (deltaPieces: number) => StockWrite,
): Promise<StockWrite | undefined> {
  return db.transaction('rw', db.outbox, async () => {
    const row = await db.outbox.get([shop, articleId])
    if (!row || !isToSend(row) || row.writing) return undefined
    const pieces = wholePieces(row.waitingMilli)
    const writing = writeOf(pieces)
    if (pieces !== 0) {
      await db.outbox.put({ ...row, writing, waitingMilli: row.waitingMilli - pieces * 1000 })
      return writing
    }
    // A component sold since the components were read is followed by the next write.
    const followed = Object.entries(seen).map(([id, sales]): [string, number] => [id, 0 - sales])
    const componentSales = addSales(row.componentSales, Object.fromEntries(followed))
    // As many packs as the shop has may still be possible: then there is nothing to write.
    const isLowered = writing.toPieces !== writing.fromPieces
    await db.outbox.put({
      ...row,
      componentSales,
      ...(isLowered ? { writing: { ...writing, componentSales: seen } } : {}),
    })
    return isLowered ? writing : undefined
  })
}

/**
 * Moves the waiting pieces of an article to a conflict for a person to settle, without a write. A
 * pack that cannot be written does not follow its components.
 */
export function setAside(
  db: TillDatabase,
  { shop, articleId }: StockToSend,
  conflictOf: (deltaPieces: number) => StockConflict,
): Promise<void> {
  return db.transaction('rw', db.outbox, async () => {
    const row = await db.outbox.get([shop, articleId])
    const pieces = wholePieces(row?.waitingMilli ?? 0)
    if (!row) return
    const conflicts = pieces === 0 ? row.conflicts : [...row.conflicts, conflictOf(pieces)]
    const waitingMilli = row.waitingMilli - pieces * 1000
    await db.outbox.put({ ...row, conflicts, waitingMilli, componentSales: {} })
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

function ended(
  row: StockToSend,
  { deltaPieces, componentSales = {} }: StockWrite,
  end: WriteEnd,
): StockToSend {
  switch (end.kind) {
    case 'written':
      return { ...row, sentAt: end.at, leftPieces: end.leftPieces, followed: end.followed }
    case 'not-written':
      return deltaPieces === 0
        ? { ...row, componentSales: addSales(row.componentSales, componentSales) }
        : { ...row, waitingMilli: row.waitingMilli + deltaPieces * 1000 }
    case 'conflict':
      // The current quantity must be settled by a person: nothing more can be derived from it.
      return { ...row, conflicts: [...row.conflicts, end.conflict], followed: null }
  }
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
    const index = row?.conflicts.findIndex(
      one => one.at === conflict.at && one.deltaPieces === conflict.deltaPieces,
    )
    if (!row || index === undefined || index === -1) return false
    const again = how === 'apply' ? conflict.deltaPieces * 1000 : 0
    await db.outbox.put({
      ...row,
      waitingMilli: row.waitingMilli + again,
      conflicts: row.conflicts.toSpliced(index, 1),
    })
    return true
  })
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
