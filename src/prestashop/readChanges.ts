import type { ShopClient } from './client'
import { describeCombinations, DESCRIBING_RESOURCES } from './describeCombinations'
import { findChanged, type Listing } from './findChanged'
import { freshnessAfter, idsAfter, isSameTables, newest } from './nextState'
import { readExtras } from './readExtras'
import { priceCombinations } from './readCombinations'
import { readProducts } from './readProducts'
import { chooseLanguage, readCategories, readTables, type ShopTables } from './readTables'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopProduct, UnreadableRow } from '@/core/shopRows'
import type { HeldProduct, HeldProducts, ShopChanges, ShopState } from '@/core/shopState'
import type { SyncProgress } from '@/core/syncRun'
import type { VatRate } from '@/core/vat'

/** What the till holds of the shop; nothing before the first sync. */
export interface Held {
  state: ShopState | null
  products: HeldProducts
}

export interface ReadOptions {
  /** Names the shop and how it is read; another one than the held reads all anew. */
  source: string
  /** Languages of the till, best first: the shop's names are read in the first it has. */
  preferredLanguages: readonly string[]
  /** Now, ISO 8601. */
  at: string
  /** Products whose price tells the rate of a VAT group: read again with any other. */
  telling: readonly number[]
  /** Products of a sync that waits for the owner: read again, for it to stay true. */
  waiting: readonly number[]
  /** Rates a price may be snapped to; others than the last time make it compare again. */
  knownRates: readonly VatRate[]
  /** `all` reads every article again, as the owner may ask. */
  sweep: 'due' | 'all'
  onProgress: (progress: SyncProgress) => void
}

const TABLES_MAX_AGE_MS = 60 * 60_000

/**
 * Reads what changed in the shop since what is held, in few requests and with the minimal
 * key: ids of the active products, products saved lately, departments; then the products
 * these name, and a slice of the others, as much of a price moves no date. All of it the
 * first time. Reads only; the first error ends it.
 */
export async function readChanges(
  client: ShopClient,
  held: Held,
  options: ReadOptions,
): Promise<Result<ShopChanges, ShopError>> {
  const { onProgress } = options
  const old = held.state?.source === options.source ? held.state : null
  onProgress({ step: 'connecting', done: 0, expected: null })

  const isDue = !old || Date.parse(options.at) - Date.parse(old.tablesReadAt) > TABLES_MAX_AGE_MS
  const tables: Result<ShopTables, ShopError> =
    isDue || options.sweep === 'all' ? await readTables(client) : ok({ ...old, unreadable: [] })
  if (!tables.ok) return tables
  const language = chooseLanguage(client, tables.value.languages, options.preferredLanguages)
  if (!language.ok) return language
  const languageId = language.value
  // Names are in every row: another language is another shop to read.
  const known = old?.languageId === languageId ? old : null

  onProgress({ step: 'changes', done: 0, expected: null })
  const [categories, found] = await Promise.all([
    readCategories(client, languageId, known?.hashes.categories),
    findChanged(client, known, held.products, options),
  ])
  if (!categories.ok) return categories
  if (!found.ok) return found
  const reading = { client, languageId, rights: tables.value.rights, onProgress }
  const { wantedIds, listing, sweep } = found.value
  const read = await readAll(reading, wantedIds, known === null)
  if (!read.ok) return read
  const more = known
    ? await readRestOfGroups(reading, held.products, read.value, wantedIds)
    : ok(NONE)
  if (!more.ok) return more

  const extras = await readExtras(client, tables.value.rights)
  if (!extras.ok) return extras
  const products = [...read.value.products, ...more.value.products]
  const put = known
    ? await differing(products, listing, held.products)
    : products.map(product => withListing(product, listing))
  const state: ShopState = {
    source: options.source,
    languageId,
    languages: tables.value.languages,
    vatGroups: tables.value.vatGroups,
    categories: categories.value.rows ?? known?.categories ?? [],
    taxRates: extras.value.taxRates,
    promotions: extras.value.promotions,
    knownRates: [...options.knownRates],
    rights: tables.value.rights,
    keyPlace: client.keyPlace(),
    tablesReadAt: isDue || !known ? options.at : known.tablesReadAt,
    hashes: { ...found.value.hashes, ...hash('categories', categories.value.sha1) },
    newestShopTime: newest(products, known?.newestShopTime ?? '', options.at),
    productIds: idsAfter(known?.productIds ?? [], put, found.value.removedIds),
    listedIds: [...listing],
    freshness: freshnessAfter(known, sweep, read.value.products, options.at),
  }
  return ok({
    state,
    isAnything:
      known === null ||
      put.length > 0 ||
      found.value.removedIds.length > 0 ||
      !isSameTables(known, state),
    isWhole: known === null,
    put,
    removedIds: found.value.removedIds,
    unreadable: [
      ...tables.value.unreadable,
      ...categories.value.unreadable,
      ...read.value.unreadable,
      ...more.value.unreadable,
    ],
  })
}

interface Reading {
  client: ShopClient
  languageId: number
  rights: ShopTables['rights']
  onProgress: (progress: SyncProgress) => void
}

interface ReadProducts {
  products: ShopProduct[]
  unreadable: UnreadableRow[]
}

const NONE: ReadProducts = { products: [], unreadable: [] }

/** Products with the prices of their combinations, and their names where the key allows. */
async function readAll(
  { client, languageId, rights, onProgress }: Reading,
  ids: readonly number[],
  isWhole: boolean,
): Promise<Result<ReadProducts, ShopError>> {
  if (ids.length === 0) return ok(NONE)
  const onRead = (done: number) => onProgress({ step: 'articles', done, expected: ids.length })
  const rows = await readProducts(client, ids, { languageId, isWhole, onRead })
  if (!rows.ok) return rows
  const priced = await priceCombinations(client, rows.value.rows, onProgress)
  if (!priced.ok) return priced
  const mayDescribe = DESCRIBING_RESOURCES.every(resource => rights[resource]?.includes('get'))
  const described = mayDescribe
    ? await describeCombinations(client, priced.value, languageId)
    : ok({ products: priced.value, unreadable: [] })
  if (!described.ok) return described
  return ok({
    products: described.value.products,
    unreadable: [...rows.value.unreadable, ...described.value.unreadable],
  })
}

/**
 * A VAT rate that changed shows on the products just read and not yet on the others of the
 * group: those are read too, so that a group is never half at one rate and half at another.
 */
async function readRestOfGroups(
  reading: Reading,
  held: HeldProducts,
  { products }: ReadProducts,
  readIds: readonly number[],
): Promise<Result<ReadProducts, ShopError>> {
  const before = await held.get(products.map(product => product.productId))
  const rateBefore = new Map(before.map(product => [product.productId, ratioOf(product)]))
  const moved = products.filter(product => {
    const old = rateBefore.get(product.productId)
    return old !== undefined && old !== null && Math.abs(old - (ratioOf(product) ?? old)) > 5
  })
  if (moved.length === 0) return ok(NONE)
  const already = new Set(readIds)
  const ids = await held.idsOfVatGroups([...new Set(moved.map(product => product.vatGroupId))])
  return readAll(
    reading,
    ids.filter(id => !already.has(id)),
    false,
  )
}

/** Its VAT rate by its prices, in hundredths of a percent; null for what tells none. */
function ratioOf({ plainNetMicros, plainGrossMicros }: ShopProduct): number | null {
  if (plainNetMicros < 100_000) return null
  return Math.round((plainGrossMicros / plainNetMicros - 1) * 10_000)
}

/** Rows that are not the ones held. */
async function differing(
  products: readonly ShopProduct[],
  listing: Listing,
  held: HeldProducts,
): Promise<HeldProduct[]> {
  const old = await held.get(products.map(product => product.productId))
  const textById = new Map(old.map(product => [product.productId, JSON.stringify(product)]))
  return products
    .map(product => withListing(product, listing))
    .filter(product => textById.get(product.productId) !== JSON.stringify(product))
}

const withListing = (product: ShopProduct, listing: Listing): HeldProduct => ({
  ...product,
  isListed: listing.has(product.productId) ? 1 : 0,
})

const hash = (name: string, sha1: string | null) => (sha1 === null ? {} : { [name]: sha1 })
