import type { TillDatabase } from '@/storage/databases'
import { readJournalName } from '@/storage/sharing/unsaidEntries'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { isSameValue } from '@/core/sameValue'
import type { StockHanded } from '@/core/stock/stockHanded'
import { stockKey } from '@/core/stock/stockSaid'
import { readToSend } from './outbox'
import { readTaken } from './takeStock'

/** Said no more often: each time is a block to every device. */
const NOTED_EVERY_MS = 5 * 60_000

/**
 * Notes up to where all changes of stock are in the shop, where nothing waits: the other devices hear
 * of it, and need send none of it again should this one be lost. Returns in how many milliseconds that
 * may be noted, null where nothing is to be.
 *
 * @param at ISO 8601 in UTC.
 */
export function noteAllSent(db: TillDatabase, shop: string, at: string): Promise<number | null> {
  const tables = [db.outbox, db.settings, db.sharing, db.heads, db.journal]
  return db.transaction('rw', tables, async () => {
    const handed = await readSetting(db, 'stockHanded')
    if (!handed || handed.own === '' || (await readToSend(db, shop)).length > 0) return null
    const upTo = { ...Object.fromEntries(await readTaken(db)), ...(await ownSales(db, handed)) }
    const before = await readSetting(db, 'stockSent')
    if (isSameValue(before?.upTo ?? {}, upTo)) return null
    const sinceMs = before ? Date.parse(at) - Date.parse(before.at) : Infinity
    // Less than nothing: the clock was set back.
    if (sinceMs >= 0 && sinceMs < NOTED_EVERY_MS) return NOTED_EVERY_MS - sinceMs
    await keepSetting(db, 'stockSent', { at, upTo })
    return null
  })
}

/** Last entries of this device's own journals whose changes of stock are for itself. */
async function ownSales(
  db: TillDatabase,
  { own, steps }: StockHanded,
): Promise<Record<string, number>> {
  const sales: Record<string, number> = {}
  for (const [till, list] of Object.entries(steps)) {
    const number = (await db.heads.get(till))?.number
    const journal = await readJournalName(db, till)
    const isOwn = list.at(-1)?.to === own
    if (isOwn && journal && number !== undefined) sales[stockKey(journal, own)] = number
  }
  return sales
}
