import { allTables, replaceAll } from './catalogueTables'
import type { CatalogueDatabase } from '@/storage/databases'
import { keepRecord, keepState, readRecord, type UndoRecord } from './heldShop'
import type { Article } from '@/core/catalogue/article'
import type { CataloguePlan } from '@/core/catalogue/catalogue'
import type { ShopChanges, ShopState } from '@/core/catalogue/shopState'

/** All rows that an import is about to replace, in their current state. */
export async function rowsBefore(
  db: CatalogueDatabase,
  plan: Pick<CataloguePlan, 'put' | 'retire'>,
  changes: ShopChanges,
): Promise<UndoRecord> {
  const wasFirst = (await db.shopArticles.isEmpty()) && (await db.shopProducts.isEmpty())
  return {
    wasFirst,
    articles: wasFirst ? [] : await articlesBefore(db, plan),
    products: wasFirst ? [] : await productsBefore(db, changes),
    departments: await db.departments.toArray(),
    vatGroups: await db.vatGroups.toArray(),
    state: await readRecord(db, 'state'),
  }
}

/**
 * For an import that changes no article, which cannot be undone on its own: adds the rows it
 * replaces to the stored ones, so that undoing the previous import still restores the state before
 * it.
 */
export async function widenUndo(db: CatalogueDatabase, changes: ShopChanges): Promise<void> {
  const undo = await readRecord(db, 'undo')
  if (!undo || undo.wasFirst) return
  const known = new Set(undo.products.map(([id]) => id))
  const more = (await productsBefore(db, changes)).filter(([id]) => !known.has(id))
  if (more.length === 0) return
  await keepRecord(db, 'undo', { ...undo, products: [...undo.products, ...more] })
}

/** Articles that a plan would replace, in their current state. */
async function articlesBefore(
  db: CatalogueDatabase,
  { put, retire }: Pick<CataloguePlan, 'put' | 'retire'>,
): Promise<UndoRecord['articles']> {
  const ids = [...put.map(article => article.articleId), ...retire]
  const before = await db.shopArticles.bulkGet(ids)
  return ids.map((id, index): [string, Article | null] => [id, before[index] ?? null])
}

/** Products that changes would replace, in their current state. */
async function productsBefore(
  db: CatalogueDatabase,
  { put, removedIds, isWhole }: ShopChanges,
): Promise<UndoRecord['products']> {
  const touched = [...put.map(product => product.productId), ...removedIds]
  const ids = [
    ...new Set(
      isWhole
        ? [...touched, ...(await db.shopProducts.toArray()).map(product => product.productId)]
        : touched,
    ),
  ]
  const before = await db.shopProducts.bulkGet(ids)
  return ids.map((id, index) => [id, before[index] ?? null])
}

/**
 * Restores exactly what the last import replaced, in one transaction; false when there is nothing
 * to undo. The next sync then asks the owner before it applies the same changes again. `undoneAt`
 * is now, ISO 8601.
 */
export function undoLastImport(db: CatalogueDatabase, undoneAt: string): Promise<boolean> {
  return db.transaction('rw', allTables(db), async () => {
    const undo = await readRecord(db, 'undo')
    const undoable = await readRecord(db, 'undoable')
    if (!undo || !undoable) return false
    if (undo.wasFirst) {
      await db.shopArticles.clear()
      await db.shopProducts.clear()
    }
    await db.shopArticles.bulkPut(undo.articles.flatMap(([, before]) => before ?? []))
    await db.shopArticles.bulkDelete(undo.articles.flatMap(([id, before]) => (before ? [] : [id])))
    await db.shopProducts.bulkPut(undo.products.flatMap(([, before]) => before ?? []))
    await db.shopProducts.bulkDelete(undo.products.flatMap(([id, before]) => (before ? [] : [id])))
    await replaceAll(db.departments, undo.departments, one => one.departmentId)
    await replaceAll(db.vatGroups, undo.vatGroups, one => one.vatGroupId)
    await db.shopRecords.bulkDelete([
      'state',
      'oldestCheck',
      'languages',
      'undo',
      'undoable',
      'pending',
      'pendingChanges',
    ])
    if (undo.state) await keepState(db, withoutStock(undo.state))
    await keepRecord(db, 'wasUndone', true)
    await db.syncRuns.update(undoable.runId, { outcome: 'undone', undoneAt })
    return true
  })
}

/** Stock is not part of an import: it stays as last read, and is read again. */
function withoutStock(state: ShopState): ShopState {
  const { stock: _lastRead, ...hashes } = state.hashes
  return { ...state, hashes }
}
