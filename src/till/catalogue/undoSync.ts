import type { SyncTill } from './prepareImport'
import { undoLastImport } from '@/storage/catalogue/undo'

/**
 * Restores the catalogue as it was before the last import; false when there is none to undo. Sales
 * are not touched: each holds the names and prices it was made with.
 */
export function undoSync({
  catalogueDb,
  now,
}: Pick<SyncTill, 'catalogueDb' | 'now'>): Promise<boolean> {
  return undoLastImport(catalogueDb, now().at)
}
