import type { CatalogueDatabase } from '@/storage/databases'
import { valueText } from '@/core/sameValue'

/** All that one import may touch. */
export const allTables = (db: CatalogueDatabase) => [
  db.articleChunks,
  db.departments,
  db.vatGroups,
  db.productChunks,
  db.shopRecords,
  db.syncRuns,
]

/** Writes only what differs, so that a sync that finds nothing writes nothing. */
export async function replaceAll<Row>(
  table: { toArray: () => PromiseLike<Row[]> } & BulkWriter<Row>,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Promise<void> {
  const current = new Map((await table.toArray()).map(row => [keyOf(row), valueText(row)]))
  const wanted = new Set(rows.map(keyOf))
  const changed = rows.filter(row => current.get(keyOf(row)) !== valueText(row))
  const gone = [...current.keys()].filter(key => !wanted.has(key))
  if (changed.length > 0) await table.bulkPut(changed)
  if (gone.length > 0) await table.bulkDelete(gone)
}

interface BulkWriter<Row> {
  bulkPut: (rows: readonly Row[]) => PromiseLike<unknown>
  bulkDelete: (keys: string[]) => PromiseLike<void>
}
