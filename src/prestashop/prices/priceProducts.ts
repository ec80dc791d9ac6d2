import type { PriceRow } from '@/prestashop/decode/products'
import { priceCombinations, type CombinationPrices } from './readCombinations'
import { readPrices } from './readPrices'
import { readAll, type ReadProducts, type Reading } from '@/prestashop/readRows'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopProduct, UnreadableRow } from '@/core/catalogue/shopRows'

export interface PricingOptions {
  /** Products sold most, the most sold first: their prices are read first. */
  mostSold: readonly number[]
  /** All products on sale are priced, not only some. */
  isWhole: boolean
  /** Prices read before an error count: the others stay as they are and are read another time. */
  keepsPart: boolean
}

export interface PricedProducts extends ReadProducts {
  /** False when the shop stopped answering in mid-reading. */
  isComplete: boolean
}

/**
 * Prices products: the combinations of rows just read, and anew the `stored` products, of which
 * nothing but the price is read. Answers with the rows, and the stored products whose price differs.
 * A stored product that no longer has the same combinations is read whole.
 */
export async function priceProducts(
  reading: Reading,
  rows: readonly ShopProduct[],
  stored: readonly ShopProduct[],
  options: PricingOptions,
): Promise<Result<PricedProducts, ShopError>> {
  const anew = await readAnew(reading, stored, options)
  if (!anew.ok) return anew
  const { kept, remade, unreadable } = anew.value
  const allRows = [...rows, ...remade]
  const prices: CombinationPrices = new Map()
  const combinations = anew.value.failure
    ? await priceAll(reading, allRows, [], prices, options)
    : await priceAll(reading, allRows, kept, prices, options)
  if (!combinations.ok) return combinations

  const failure = anew.value.failure ?? combinations.value
  const repriced = kept.map(product => withCombinationPrices(product, prices, failure !== null))
  return ok({
    products: [
      ...allRows.map(product => withCombinationPrices(product, prices, false)),
      ...changedOf(stored, repriced),
    ],
    unreadable: failure ? [...unreadable, notRead(failure)] : unreadable,
    isComplete: failure === null,
  })
}

interface Anew {
  /** Stored products at the price read now. */
  kept: ShopProduct[]
  /** Stored products whose combinations are others now: their whole rows. */
  remade: ShopProduct[]
  unreadable: UnreadableRow[]
  /** Why the other products were not read. */
  failure: ShopError | null
}

async function readAnew(
  reading: Reading,
  stored: readonly ShopProduct[],
  options: PricingOptions,
): Promise<Result<Anew, ShopError>> {
  const fresh = new Map<number, PriceRow>()
  const ids = stored.map(product => product.productId)
  const pages = await readPrices(reading.client, ids, {
    first: stored.length > WORTH_ORDERING ? options.mostSold : [],
    isWhole: options.isWhole,
    onRow: row => fresh.set(row.productId, row),
    onRead: done => reading.onProgress({ step: 'articles', done, expected: ids.length }),
  })
  if (!pages.ok && !(mayKeep(pages.error, options) && fresh.size > 0)) return pages
  const priced = stored.flatMap(product => {
    const row = fresh.get(product.productId)
    return row ? [{ product: withPrice(product, row), isSame: hasSame(product, row) }] : []
  })
  const kept = priced.flatMap(one => (one.isSame ? one.product : []))
  if (!pages.ok) return ok({ kept, remade: [], unreadable: [], failure: pages.error })

  const remadeIds = priced.flatMap(one => (one.isSame ? [] : one.product.productId))
  const remade = await readAll(reading, remadeIds, false)
  if (!remade.ok) return remade
  const unreadable = [...pages.value, ...remade.value.unreadable]
  return ok({ kept, remade: remade.value.products, unreadable, failure: null })
}

/**
 * Prices the combinations of rows just read, which cannot do without, and of stored products, which
 * have a price to fall back on. Answers with the error that ended the latter, if it may be let pass.
 */
async function priceAll(
  { client, rights, onProgress }: Reading,
  rows: readonly ShopProduct[],
  stored: readonly ShopProduct[],
  prices: CombinationPrices,
  options: PricingOptions,
): Promise<Result<ShopError | null, ShopError>> {
  const [needed, others] = [wantedOf(rows), wantedOf(stored)]
  const expected = countOf(needed) + countOf(others)
  const onRead = () => onProgress({ step: 'combinations', done: prices.size, expected })
  const asking = { rights, mostSold: options.mostSold, onRead }
  if (!options.keepsPart) {
    const all = [...needed, ...others]
    const done = await priceCombinations(client, all, prices, {
      ...asking,
      isWhole: options.isWhole,
    })
    return done.ok ? ok(null) : done
  }
  const done = await priceCombinations(client, needed, prices, { ...asking, isWhole: false })
  if (!done.ok) return done
  const rest = await priceCombinations(client, others, prices, {
    ...asking,
    isWhole: options.isWhole,
  })
  if (rest.ok) return ok(null)
  return mayKeep(rest.error, options) ? ok(rest.error) : rest
}

/** Up to this number of products, one page has them all. */
const WORTH_ORDERING = 2_000

const mayKeep = (error: ShopError, { keepsPart }: PricingOptions): boolean =>
  keepsPart && error.code !== 'sync-cancelled'

const notRead = (error: ShopError): UnreadableRow => ({
  resource: 'products',
  id: null,
  detail: `prices: ${error.code}`,
})

function withPrice(product: ShopProduct, row: PriceRow): ShopProduct {
  const { plainNetMicros, priceMicros } = row
  return { ...product, plainNetMicros, priceMicros }
}

const idsOf = (product: ShopProduct) => product.combinations.map(one => one.combinationId)

const hasSame = (product: ShopProduct, row: PriceRow): boolean =>
  idsOf(product).join() === row.combinationIds.join()

/** Combinations of the products on sale. */
const wantedOf = (products: readonly ShopProduct[]) =>
  products
    .filter(product => product.isActive && product.isSaved && product.combinations.length > 0)
    .map(product => ({ productId: product.productId, combinationIds: idsOf(product) }))

const countOf = (wanted: readonly { combinationIds: readonly number[] }[]) =>
  wanted.reduce((sum, one) => sum + one.combinationIds.length, 0)

function withCombinationPrices(
  product: ShopProduct,
  prices: CombinationPrices,
  keepsOld: boolean,
): ShopProduct {
  if (product.combinations.length === 0) return product
  return {
    ...product,
    combinations: product.combinations.map(combination => ({
      ...combination,
      priceMicros:
        prices.get(combination.combinationId) ?? (keepsOld ? combination.priceMicros : null),
    })),
  }
}

/** Products whose prices are no longer the stored ones. */
function changedOf(stored: readonly ShopProduct[], now: readonly ShopProduct[]): ShopProduct[] {
  const before = new Map(stored.map(product => [product.productId, priceText(product)]))
  return now.filter(product => before.get(product.productId) !== priceText(product))
}

const priceText = ({ plainNetMicros, priceMicros, combinations }: ShopProduct) =>
  [plainNetMicros, priceMicros, ...combinations.map(one => one.priceMicros)].join()
