import type { ShopClient } from './client'
import { findChanged, type Found, type Listing } from './findChanged'
import { freshnessAfter, idsAfter, isSameTables, newest } from './nextState'
import { priceProducts, type PricedProducts } from '@/prestashop/prices/priceProducts'
import { readExtras } from './readExtras'
import { readProofs } from '@/prestashop/prices/readProofs'
import { mayDescribe, NONE, readAll, rename, type Reading, type ReadProducts } from './readRows'
import { productsOfMovedPromotions } from './movedPromotions'
import { chooseLanguage, readCategories, readTables, type ShopTables } from './readTables'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { RateProof, ShopProduct } from '@/core/catalogue/shopRows'
import type { HeldProduct, HeldProducts, ShopChanges, ShopState } from '@/core/catalogue/shopState'
import { arePricesDue } from '@/core/catalogue/syncSchedule'
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
 * of the active products, recently saved products, categories; then the products found this way, and
 * a slice of the others. Every price is read again when a person asks for the sync, or when it is
 * time: most changes of a price do not change the product's date. The first sync reads everything.
 * It only reads; the first error ends it, but for prices read in the background.
 */
export async function readChanges(
  client: ShopClient,
  held: Held,
  options: ReadOptions,
): Promise<Result<ShopChanges, ShopError>> {
  const { onProgress } = options
  const known = held.state?.source === options.source ? held.state : null
  onProgress({ step: 'connecting', done: 0, expected: null })

  const tables = await tablesOf(client, known, options)
  if (!tables.ok) return tables
  const { rights, languages, vatGroups, languageId, isDue } = tables.value

  onProgress({ step: 'changes', done: 0, expected: null })
  const isPricing = !known || isPricingDue(known, options)
  const extras = await readExtras(client, rights, { known, isDue: isDue || isPricing })
  if (!extras.ok) return extras
  const { promotions, taxRates } = extras.value
  const [categories, found] = await Promise.all([
    readCategories(client, languageId, known?.hashes.categories),
    findChanged(client, known, held.products, withUndated(options, known, { promotions, rights })),
  ])
  if (!categories.ok) return categories
  if (!found.ok) return found
  const reading = { client, languageId, rights, onProgress }
  const { listing, sweep, removedIds } = found.value
  const read = await readWanted(reading, known, held.products, found.value, isPricing, options)
  if (!read.ok) return read
  const { products, rateProofs, isComplete } = read.value
  const put = known
    ? await differing(products, listing, held.products)
    : products.map(product => withListing(product, listing))
  const notice = client.hostNotice()
  const state: ShopState = {
    source: options.source,
    languageId,
    languages,
    vatGroups,
    categories: categories.value.rows ?? known?.categories ?? [],
    rateProofs,
    taxRates,
    promotions,
    pricedAt: options.at,
    knownRates: [...options.knownRates],
    rights,
    keyPlace: client.keyPlace(),
    isNoticeTold: known?.isNoticeTold === true || notice !== null,
    tablesReadAt: isDue ? options.at : (known?.tablesReadAt ?? options.at),
    hashes: {
      ...found.value.hashes,
      ...hash('categories', categories.value.sha1),
      ...hash('stock', extras.value.stock.sha1),
    },
    newestShopTime: newest(products, known?.newestShopTime ?? '', options.at),
    productIds: idsAfter(known?.productIds ?? [], put, removedIds),
    listedIds: [...listing],
    freshness: freshnessAfter(known, sweep, products, options.at),
    pricesReadAt: known && !(isPricing && isComplete) ? known.pricesReadAt : options.at,
  }
  return ok({
    state,
    isAnything: put.length + removedIds.length > 0 || !known || !isSameTables(known, state),
    isWhole: known === null,
    stock: extras.value.stock.stock,
    put,
    removedIds,
    hostNotice: known?.isNoticeTold ? null : notice,
    unreadable: [tables, categories, read, extras].flatMap(one => one.value.unreadable),
  })
}

/** The shop's tables, read anew when they are due, and the language of its names. */
async function tablesOf(
  client: ShopClient,
  known: ShopState | null,
  options: ReadOptions,
): Promise<Result<ShopTables & { languageId: number; isDue: boolean }, ShopError>> {
  const isDue =
    !known ||
    options.sweep === 'all' ||
    areTablesOld(known, options.at) ||
    // Whoever has just ticked the rights that name combinations presses the button and expects them.
    (options.trigger === 'hand' && !mayDescribe(known.rights))
  const tables: Result<ShopTables, ShopError> = isDue
    ? await readTables(client)
    : ok({ ...known, unreadable: [] })
  if (!tables.ok) return tables
  const language = chooseLanguage(client, tables.value.languages, options)
  return language.ok ? ok({ ...tables.value, languageId: language.value, isDue }) : language
}

/**
 * Also reads what no date of a product tells: products whose promotions have moved since the last
 * sync, and all of them when the key has learnt to name combinations.
 */
function withUndated(
  options: ReadOptions,
  known: ShopState | null,
  { promotions, rights }: Pick<ShopState, 'promotions' | 'rights'>,
): ReadOptions {
  if (!known) return options
  const moved = productsOfMovedPromotions(known, promotions, options.at)
  const isNaming = mayDescribe(rights) && !mayDescribe(known.rights)
  const waiting = [...options.waiting, ...moved]
  return { ...options, waiting, sweep: isNaming ? 'all' : options.sweep }
}

const areTablesOld = ({ tablesReadAt }: ShopState, at: string) =>
  Date.parse(at) - Date.parse(tablesReadAt) > TABLES_MAX_AGE_MS

const isPricingDue = ({ pricesReadAt, listedIds }: ShopState, options: ReadOptions) =>
  options.trigger === 'hand' ||
  options.sweep === 'all' ||
  arePricesDue(pricesReadAt, options.at, listedIds.length)

interface Wanted extends PricedProducts {
  rateProofs: RateProof[]
}

/**
 * The whole rows that are wanted, and all names when the language changed; the proofs of VAT rates;
 * the prices of all other products when these are due, else of VAT groups whose rate changed. Without
 * the latter, a group would be half at one rate and half at another.
 */
async function readWanted(
  reading: Reading,
  known: ShopState | null,
  held: HeldProducts,
  { wantedIds, removedIds }: Found,
  isPricing: boolean,
  options: ReadOptions,
): Promise<Result<Wanted, ShopError>> {
  const isWhole = known === null || wantedIds.length >= known.productIds.length
  const read = await readAll(reading, wantedIds, isWhole)
  if (!read.ok) return read
  const isOtherLanguage = known !== null && known.languageId !== reading.languageId
  const renamed = isOtherLanguage ? await rename(reading, held, known.productIds) : ok(NONE)
  if (!renamed.ok) return renamed

  const rows = read.value.products
  const sources = { known, held, read: rows, removedIds, isWhole: isPricing }
  const proofs = await readProofs(reading.client, sources)
  if (!proofs.ok) return proofs
  const { movedGroupIds, rateProofs } = proofs.value
  const stored = await storedToPrice(
    { known, held, renamed: renamed.value },
    new Set([...wantedIds, ...removedIds]),
    isPricing ? 'all' : new Set(movedGroupIds),
  )
  const priced = await priceProducts(reading, rows, stored, {
    isWhole: isPricing,
    mostSold: isPricing && stored.length > 0 ? await options.mostSold() : [],
    // A rate and the prices at that rate are one change.
    keepsPart: options.trigger === 'automatic' && movedGroupIds.length === 0,
  })
  if (!priced.ok) return priced
  return ok({
    products: latest(renamed.value.products, priced.value.products),
    rateProofs,
    isComplete: priced.value.isComplete,
    unreadable: [renamed, read, proofs, priced].flatMap(one => one.value.unreadable),
  })
}

/** Stored products on sale whose price is to be read, by their new names where they were read. */
async function storedToPrice(
  stored: { known: ShopState | null; held: HeldProducts; renamed: ReadProducts },
  without: ReadonlySet<number>,
  groups: ReadonlySet<number> | 'all',
): Promise<ShopProduct[]> {
  const { known, held, renamed } = stored
  if (!known || (groups !== 'all' && groups.size === 0)) return []
  const found =
    groups === 'all' ? await held.all() : await held.get(await held.idsOfVatGroups([...groups]))
  const names = new Map(renamed.products.map(product => [product.productId, product]))
  return found
    .filter(({ productId, isActive, isSaved }) => isActive && isSaved && !without.has(productId))
    .map(({ isListed: _listed, ...product }) => names.get(product.productId) ?? product)
    .sort((a, b) => a.productId - b.productId)
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
