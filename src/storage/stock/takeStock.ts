import type { TillDatabase } from '@/storage/databases'
import { readSetting } from '@/storage/settings/settings'
import type { StockConflictReason, StockDelta } from '@/core/stock/stockDeltas'
import { stockKey, type StockRange } from '@/core/stock/stockSaid'
import { addDoubtful, addToOutbox, readPacks, shopOf } from './outbox'

const TAKEN = 'stockTaken'

/** What entries of another till changed of the stock. */
export interface StockToTake {
  /** Why a person is to judge it; null where it is to be sent. */
  doubt: StockConflictReason | null
  changes: readonly StockDelta[]
}

/** How far this device took of what is for it, by `stockKey`; inside or outside a transaction. */
export async function readTaken(db: TillDatabase): Promise<ReadonlyMap<string, number>> {
  const kept = await db.sharing.get(TAKEN)
  return new Map(Object.entries((kept?.value ?? {}) as Readonly<Record<string, number>>))
}

/**
 * Adds what entries of another till changed to what this device has to send, up to entry `upTo`, in
 * one transaction with how far it took: a kill leaves both or neither. False, and nothing done, where
 * another tab took meanwhile, or no shop is connected.
 */
export function takeStock(
  db: TillDatabase,
  { journal, to, after }: Pick<StockRange, 'journal' | 'to' | 'after'>,
  { upTo, stock, at }: { upTo: number; stock: readonly StockToTake[]; at: string },
): Promise<boolean> {
  return db.transaction('rw', db.outbox, db.settings, db.sharing, async () => {
    const connection = await readSetting(db, 'connection')
    const taken = await readTaken(db)
    const key = stockKey(journal, to)
    if (!connection || (taken.get(key) ?? 0) > after) return false
    const shop = shopOf(connection)
    const where = { shop, packs: await readPacks(db, shop) }
    for (const { doubt, changes } of stock) {
      if (doubt === null) await addToOutbox(db, where, changes)
      else await addDoubtful(db, where, changes, { reason: doubt, at })
    }
    const value = { ...Object.fromEntries(taken), [key]: upTo }
    await db.sharing.put({ name: TAKEN, value })
    return true
  })
}
