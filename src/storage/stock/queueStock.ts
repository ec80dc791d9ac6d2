import type { TillDatabase } from '@/storage/databases'
import { readSetting } from '@/storage/settings/settings'
import type { SaleEntry } from '@/core/journal/journal'
import type { Space } from '@/core/journal/space'
import { stockDeltasOf } from '@/core/stock/stockDeltas'
import { isHandedOver, type StockHanded } from '@/core/stock/stockHanded'
import { addToOutbox, readPacks, shopOf } from './outbox'

/**
 * Queues the stock changes of a sale, if the owner wants them sent, and this device sends them. Must
 * be called inside the transaction that seals the sale, so that both are on disk or neither is. Where
 * another device sends (`handed`), nothing is queued: the sealed entry is what that one takes.
 */
export async function queueStock(
  db: TillDatabase,
  entry: SaleEntry,
  space: Space,
  handed: StockHanded | undefined,
): Promise<void> {
  if (handed && isHandedOver(handed)) return
  if (!(await readSetting(db, 'sendsStock'))) return
  const connection = await readSetting(db, 'connection')
  if (!connection) return
  const shop = shopOf(connection)
  const packs = await readPacks(db, shop)
  await addToOutbox(db, { shop, packs }, stockDeltasOf(entry, space))
}
