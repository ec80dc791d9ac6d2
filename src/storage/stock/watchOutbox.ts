import type { TillDatabase } from '@/storage/databases'
import { readSetting } from '@/storage/settings/settings'
import { watchRead } from '@/storage/watchRead'
import type { StockToSend } from '@/core/stock/stockDeltas'
import { shopOf } from './outbox'

/**
 * Calls back with the rows of the connected shop, now and after each change. Returns a function
 * that stops it.
 */
export function watchOutbox(
  db: TillDatabase,
  onChange: (rows: StockToSend[]) => void,
  onError: (error: unknown) => void,
): () => void {
  const rows = [
    { db, table: 'settings', keys: ['connection'] },
    { db, table: 'outbox' },
  ]
  const read = async () => {
    const connection = await readSetting(db, 'connection')
    return connection ? db.outbox.where('shop').equals(shopOf(connection)).toArray() : []
  }
  return watchRead({ rows, read, onChange, onError })
}
