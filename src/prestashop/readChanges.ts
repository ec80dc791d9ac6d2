import type { ShopClient } from './client'
import { findChanged, type Listing } from './findChanged'
import { freshnessAfter, idsAfter, isSameTables, newest } from './nextState'
import { readExtras } from './readExtras'
import {
  NONE,
  readAll,
  readRestOfGroups,
  rename,
  type Reading,
  type ReadProducts,
} from './readRows'
import { productsOfMovedPromotions } from './movedPromotions'
import { chooseLanguage, readCategories, readTables, type ShopTables } from './readTables'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopProduct } from '@/core/catalogue/shopRows'
import type { HeldProduct, HeldProducts, ShopChanges, ShopState } from '@/core/catalogue/shopState'
import type { ReadOptions } from './readOptions'
import { valueText } from '@/core/sameValue'

/** What the till stores of the shop; `state` is null before the first sync. */
export interface Held {
  state: ShopState | null
  products: HeldProducts
}

const TABLES_MAX_AGE_MS = 60 * 60_000

/**
 * Reads what changed in the shop since the last sync, in few requests and with the minimal key: ids
 * of the active products, recently saved products, categories; then the products found this way,
 * and a slice of the others, because many changes of a price do not change the product's date. The
 * first sync reads everything. It only reads; the first error ends it.
 */
export async function readChanges(
  client: ShopClient,
  held: Held,
  options: ReadOptions,
): Promise<Result<ShopChanges, ShopError>> {
  const { onProgress } = options
  const known = held.state?.source === options.source ? held.state : null
  onProgress({ step: 'connecting', done: 0, expected: null })

  const isDue = !known || options.sweep === 'all' || areTablesOld(known, options.at)
  const tables: Result<ShopTables, ShopError> = isDue
    ? await readTables(client)
    : ok({ ...known, unreadable: [] })
  if (!tables.ok) return tables
  const language = chooseLanguage(client, tables.value.languages, options)
  if (!language.ok) return language
  const languageId = language.value

  onProgress({ step: 'changes', done: 0, expected: null })
  const { rights } = tables.value
  const extras = await readExtras(client, rights, { known, isDue })
  if (!extras.ok) return extras
  const { promotions } = extras.value
  const promoted = known ? productsOfMovedPromotions(known, promotions, options.at) : []
  const waiting = [...options.waiting, ...promoted]
  const [categories, found] = await Promise.all([
    readCategories(client, languageId, known?.hashes.categories),
    findChanged(client, known, held.products, { ...options, waiting }),
  ])
  if (!categories.ok) return categories
  if (!found.ok) return found
  const reading = { client, languageId, rights, onProgress }
  const { listing, sweep } = found.value
  const read = await readWanted(reading, known, held.products, found.value.wantedIds)
  if (!read.ok) return read
  const { products } = read.value
  const put = known
    ? await differing(products, listing, held.products)
    : products.map(product => withListing(product, listing))
  const notice = client.hostNotice()
  const state: ShopState = {
    source: options.source,
    languageId,
    languages: tables.value.languages,
    vatGroups: tables.value.vatGroups,
    categories: categories.value.rows ?? known?.categories ?? [],
    taxRates: extras.value.taxRates,
    promotions,
    pricedAt: options.at,
    knownRates: [...options.knownRates],
    rights,
    keyPlace: client.keyPlace(),
    isNoticeTold: known?.isNoticeTold === true || notice !== null,
    tablesReadAt: isDue ? options.at : known.tablesReadAt,
    hashes: {
      ...found.value.hashes,
      ...hash('categories', categories.value.sha1),
      ...hash('stock', extras.value.stock.sha1),
    },
    newestShopTime: newest(products, known?.newestShopTime ?? '', options.at),
    productIds: idsAfter(known?.productIds ?? [], put, found.value.removedIds),
    listedIds: [...listing],
    freshness: freshnessAfter(known, sweep, products, options.at),
  }
  return ok({
    state,
    isAnything:
      known === null ||
      put.length > 0 ||
      found.value.removedIds.length > 0 ||
      !isSameTables(known, state),
    isWhole: known === null,
    stock: extras.value.stock.stock,
    put,
    removedIds: found.value.removedIds,
    hostNotice: known?.isNoticeTold ? null : notice,
    unreadable: [tables, categories, read, extras].flatMap(one => one.value.unreadable),
  })
}

const areTablesOld = ({ tablesReadAt }: ShopState, at: string) =>
  Date.parse(at) - Date.parse(tablesReadAt) > TABLES_MAX_AGE_MS

/**
 * The products to read, the other products of VAT groups whose rate changed, and all names when the
 * language changed.
 */
async function readWanted(
  reading: Reading,
  known: ShopState | null,
  held: HeldProducts,
  wantedIds: readonly number[],
): Promise<Result<ReadProducts, ShopError>> {
  const read = await readAll(reading, wantedIds, known === null)
  if (!read.ok || !known) return read
  const more = await readRestOfGroups(reading, held, read.value, wantedIds)
  if (!more.ok) return more
  const isOtherLanguage = known.languageId !== reading.languageId
  const renamed = isOtherLanguage ? await rename(reading, held, known.productIds) : ok(NONE)
  if (!renamed.ok) return renamed
  const { products } = renamed.value
  return ok({
    products: latest(products, read.value.products, more.value.products),
    unreadable: [renamed, read, more].flatMap(one => one.value.unreadable),
  })
}

/** One row per product: a full row replaces a row that was only renamed. */
function latest(...lists: (readonly ShopProduct[])[]): ShopProduct[] {
  const byId = new Map(lists.flat().map(product => [product.productId, product]))
  return [...byId.values()].sort((a, b) => a.productId - b.productId)
}

/** Products that differ from the stored ones. */
async function differing(
  products: readonly ShopProduct[],
  listing: Listing,
  held: HeldProducts,
): Promise<HeldProduct[]> {
  const old = await held.get(products.map(product => product.productId))
  const textById = new Map(old.map(product => [product.productId, valueText(product)]))
  return products
    .map(product => withListing(product, listing))
    .filter(product => textById.get(product.productId) !== valueText(product))
}

const withListing = (product: ShopProduct, listing: Listing): HeldProduct => ({
  ...product,
  isListed: listing.has(product.productId) ? 1 : 0,
})

const hash = (name: string, sha1: string | null) => (sha1 === null ? {} : { [name]: sha1 })
