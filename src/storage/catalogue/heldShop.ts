import type { CatalogueDatabase } from '@/storage/databases'
import type { ArticleChange, ReasonToAsk } from '@/core/catalogue/articleChanges'
import type { FirstShelf } from '@/core/catalogue/firstShelf'
import { oldestPrice } from '@/core/catalogue/freshness'
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

/** Single records next to the catalogue, by name. */
export interface ShopRecords {
  state: ShopState
  /**
   * Since when all prices have been read. A separate record, because screens read it often.
   */
  oldestCheck: string | null
  languages: ShopLanguage[]
  /** Stock of each article; absent when the key may not read it. */
  stock: { readAt: string; byArticle: ShopStock }
  /** A sync that was read and waits for the owner. */
  pending: PendingSync
  /** Rows of that sync, in a separate record because screens do not need them. */
  pendingChanges: ShopChanges
  /** The last import, while it can be undone. */
  undoable: { runId: string }
  /** Rows the last import replaced. */
  undo: UndoRecord
  /** What the shelf shows on opening, before every article is read. */
  firstShelf: KeptFirstShelf
  /** The last import was undone: the next one needs the owner's approval. */
  wasUndone: true
}

/** A first shelf with the state of the catalogue that it was taken from. */
export interface KeptFirstShelf extends FirstShelf {
  state: string
}

export interface PendingSync {
  run: SyncRun
  list: ArticleChange[]
  reasons: ReasonToAsk[]
}

/** Rows that an import replaced; null for a row that did not exist before. */
export interface UndoRecord {
  /** The first import replaced nothing: undoing it empties the catalogue. */
  wasFirst: boolean
  articles: [articleId: string, before: Article | null][]
  products: [productId: number, before: HeldProduct | null][]
  departments: Department[]
  vatGroups: VatGroup[]
  state: ShopState | null
}

/** A record by name; null when it does not exist. */
export async function readRecord<Name extends keyof ShopRecords>(
  db: CatalogueDatabase,
  name: Name,
): Promise<ShopRecords[Name] | null> {
  const kept = await db.shopRecords.get(name)
  return (kept?.value as ShopRecords[Name] | undefined) ?? null
}

/** Stores a record by name. */
export async function keepRecord<Name extends keyof ShopRecords>(
  db: CatalogueDatabase,
  name: Name,
  value: ShopRecords[Name],
): Promise<void> {
  await db.shopRecords.put({ name, value })
}

/** Stores the state of the shop, with the records derived from it. */
export async function keepState(db: CatalogueDatabase, state: ShopState): Promise<void> {
  await keepRecord(db, 'state', state)
  await keepRecord(db, 'oldestCheck', oldestPrice(state))
  await keepRecord(db, 'languages', state.languages)
}

/** Stores the stock that a sync read, unless the shop reported no change. */
export async function keepStock(
  db: CatalogueDatabase,
  { stock }: Pick<ShopChanges, 'stock'>,
  readAt: string,
): Promise<void> {
  if (stock) await keepRecord(db, 'stock', { readAt, byArticle: stock })
}

/** Access of a sync to the products as last read. */
export function heldProducts(db: CatalogueDatabase): HeldProducts {
  return {
    get: async productIds => {
      const rows = await db.shopProducts.bulkGet(productIds)
      return rows.filter(row => row !== undefined)
    },
    all: () => listHeldProducts(db),
    idsOfVatGroups: async vatGroupIds => {
      const wanted = new Set(vatGroupIds)
      const all = await db.shopProducts.toArray()
      return all.filter(one => wanted.has(one.vatGroupId)).map(one => one.productId)
    },
  }
}

/** All products of the shop as last read. */
export function listHeldProducts(db: CatalogueDatabase): Promise<HeldProduct[]> {
  return db.shopProducts.toArray()
}
