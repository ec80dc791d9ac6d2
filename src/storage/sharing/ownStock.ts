import type { TillDatabase } from '@/storage/databases'
import { readSetting } from '@/storage/settings/settings'
import type { OwnValues } from '@/core/sharing/sharedRow'
import { ownStockValues, STOCK_ROWS, stockSaid, type StockSaid } from '@/core/stock/stockSaid'

/** What this device says of the shop's stock; inside a transaction of the settings. */
export async function readOwnStock(db: TillDatabase, own: string): Promise<OwnValues> {
  const handed = await readSetting(db, 'stockHanded')
  if (handed?.own !== own) return new Map()
  const sent = (await readSetting(db, 'stockSent')) ?? null
  return ownStockValues(own, { sent, canSend: handed.canSend })
}

/** What all devices say of the shop's stock, as far as it is known here; this one too. */
export const readStockSaid = async (db: TillDatabase): Promise<StockSaid[]> =>
  stockSaid(await db.sharedRows.where('key').startsWith(STOCK_ROWS).toArray())
