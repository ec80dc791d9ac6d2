import type { CatalogueDatabase } from '@/storage/databases'
import type { ArticleChange, ReasonToAsk } from '@/core/catalogue/articleChanges'
import { oldestCheck } from '@/core/catalogue/freshness'
import type { Article, Department, VatGroup } from '@/core/catalogue/article'
import type { ShopLanguage } from '@/core/catalogue/shopRows'
import type {
  HeldProduct,
  HeldProducts,
  ShopChanges,
  ShopState,
  ShopStock,
} from '@/core/catalogue/shopState'
import type { SyncRun } from '@/core/catalogue/syncRun'

/** Single records beside the catalogue, by name. */
export interface ShopRecords {
  state: ShopState
  /** No price is older than this; apart, as screens read it again and again. */
  oldestCheck: string | null
  languages: ShopLanguage[]
  /** What the shop has of each article, where the key may read it. */
  stock: { readAt: string; byArticle: ShopStock }
  /** A sync that was read and waits for the owner. */
  pending: PendingSync
  /** The rows of that sync, apart: screens need only what is read of them. */
  pendingChanges: ShopChanges
  /** The last import, as long as it can be undone. */
  undoable: { runId: string }
  /** What it replaced. */
  undo: UndoRecord
  /** The last import was undone: the next one asks. */
  wasUndone: true
}

export interface PendingSync {
  run: SyncRun
  list: ArticleChange[]
  reasons: ReasonToAsk[]
}

/** The rows that an import replaced; null where there was none. */
export interface UndoRecord {
  /** A first import replaced nothing: undone, all is gone. */
  wasFirst: boolean
  articles: [articleId: string, before: Article | null][]
  products: [productId: number, before: HeldProduct | null][]
  departments: Department[]
  vatGroups: VatGroup[]
  state: ShopState | null
}

export async function readRecord<Name extends keyof ShopRecords>(
  db: CatalogueDatabase,
  name: Name,
): Promise<ShopRecords[Name] | null> {
  const kept = await db.shopRecords.get(name)
  return (kept?.value as ShopRecords[Name] | undefined) ?? null
}

export async function keepRecord<Name extends keyof ShopRecords>(
  db: CatalogueDatabase,
  name: Name,
  value: ShopRecords[Name],
): Promise<void> {
  await db.shopRecords.put({ name, value })
}

/** Where the reading of the shop has got to. */
export async function keepState(db: CatalogueDatabase, state: ShopState): Promise<void> {
  await keepRecord(db, 'state', state)
  await keepRecord(db, 'oldestCheck', oldestCheck(state.freshness))
  await keepRecord(db, 'languages', state.languages)
}

/** The stock that a sync read, unless the shop's was as it was. */
export async function keepStock(
  db: CatalogueDatabase,
  { stock }: Pick<ShopChanges, 'stock'>,
  readAt: string,
): Promise<void> {
  if (stock) await keepRecord(db, 'stock', { readAt, byArticle: stock })
}

/** The products of the shop as last read. */
export function heldProducts(db: CatalogueDatabase): HeldProducts {
  return {
    get: async productIds => {
      const rows = await db.shopProducts.bulkGet(productIds)
      return rows.filter(row => row !== undefined)
    },
    idsOfVatGroups: async vatGroupIds => {
      const wanted = new Set(vatGroupIds)
      const all = await db.shopProducts.toArray()
      return all.filter(one => wanted.has(one.vatGroupId)).map(one => one.productId)
    },
  }
}

export function listHeldProducts(db: CatalogueDatabase): Promise<HeldProduct[]> {
  return db.shopProducts.toArray()
}
