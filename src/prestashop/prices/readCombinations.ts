import * as v from 'valibot'
import type { ShopClient } from '@/prestashop/client'
import { combinationBatches, type WantedCombinations } from './combinationBatches'
import { id, micros } from '@/prestashop/decode/fields'
import { decodeList } from '@/prestashop/decode/list'
import { alias, SHOWN_PRICE } from '@/prestashop/decode/products'
import { readBatches } from './readBatches'
import { betweenIds, readByIds, theseIds } from '@/prestashop/readByIds'
import type { ShopTables } from '@/prestashop/readTables'
import { ok, type Result, type ShopError } from '@/core/errors'

export interface CombinationPricesOptions {
  rights: ShopTables['rights']
  /** Products sold most, the most sold first: their combinations are read first. */
  mostSold: readonly number[]
  /** The combinations are (nearly) all those of the shop, not only some. */
  isWhole: boolean
  onRead: () => void
}

/** Prices of one piece for a visitor, in millionths, by combination. */
export type CombinationPrices = Map<number, number>

const OWN_PAGES = { first: 1_000, largest: 3_500 }
const IDS_IN_AN_ADDRESS = 500

/**
 * Reads the price of every wanted combination. A key that may read combinations gets one computed
 * price for each, in large pages; any other key gets them by naming each combination on its product
 * (`combinationBatches` tells the cost). `prices` is filled as they come, also before an error.
 */
export async function priceCombinations(
  client: ShopClient,
  wanted: readonly WantedCombinations[],
  prices: CombinationPrices,
  options: CombinationPricesOptions,
): Promise<Result<void, ShopError>> {
  if (wanted.length === 0) return ok(undefined)
  if (!options.rights.combinations?.includes('get')) {
    return priceOnProducts(client, wanted, prices, options)
  }
  const own = await readOwnPrices(client, wanted, prices, options)
  if (!own.ok) return own
  return priceOnProducts(client, own.value, prices, options)
}

const ownPriceRow = v.object({ id, shown: micros })

/** Prices that combinations have on their own; answers with those that could not be read so. */
async function readOwnPrices(
  client: ShopClient,
  wanted: readonly WantedCombinations[],
  prices: CombinationPrices,
  { isWhole, onRead }: CombinationPricesOptions,
): Promise<Result<readonly WantedCombinations[], ShopError>> {
  const ids = wanted.flatMap(one => one.combinationIds).sort((a, b) => a - b)
  const wantedIds = new Set(ids)
  const filterOf = isWhole ? betweenIds : theseIds
  const readSlice = async (slice: readonly number[]) => {
    const body = await client.getJson('combinations', {
      display: '[id,shown]',
      'filter[id]': filterOf(slice),
      sort: '[id_ASC]',
      ...SHOWN_PRICE,
    })
    const list = body.ok
      ? decodeList(body.value, 'combinations', ownPriceRow, client.host, slice)
      : body
    if (list.ok) {
      for (const row of list.value.rows) if (wantedIds.has(row.id)) prices.set(row.id, row.shown)
    }
    return list
  }
  const read = await readByIds(
    ids,
    readSlice,
    isWhole ? { bounds: OWN_PAGES, onRead } : { idsAtOnce: IDS_IN_AN_ADDRESS, onRead },
  )
  if (!read.ok) return isUnknownField(read.error) ? ok(wanted) : read
  const unreadable = new Set(read.value.unreadable.map(row => row.id))
  return ok(
    wanted
      .map(one => ({
        ...one,
        combinationIds: one.combinationIds.filter(combinationId => unreadable.has(combinationId)),
      }))
      .filter(one => one.combinationIds.length > 0),
  )
}

/** PrestaShop: a field it does not know, such as a price it does not compute there, is error 35. */
const isUnknownField = (error: ShopError) =>
  error.code === 'shop-answer-unreadable' && /codes .*\b35\b/.test(error.detail)

/**
 * Prices of combinations named on their products: one named price for each, many in a request
 * (recording products-price-per-combination-json).
 */
function priceOnProducts(
  client: ShopClient,
  wanted: readonly WantedCombinations[],
  prices: CombinationPrices,
  { mostSold, onRead }: CombinationPricesOptions,
): Promise<Result<void, ShopError>> {
  const rank = new Map(mostSold.map((productId, index) => [productId, index]))
  const rankOf = (batch: readonly WantedCombinations[]) =>
    Math.min(...batch.map(({ productId }) => rank.get(productId) ?? Infinity))
  const batches = combinationBatches(wanted)
    .map(batch => ({ batch, rank: rankOf(batch) }))
    .sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
    .map(({ batch }) => batch)
  return readBatches(batches, async batch => {
    const priced = await priceBatch(client, batch)
    if (!priced.ok) return priced
    for (const [combinationId, price] of priced.value) prices.set(combinationId, price)
    onRead()
    return ok(undefined)
  })
}

async function priceBatch(
  client: ShopClient,
  batch: readonly WantedCombinations[],
): Promise<Result<CombinationPrices, ShopError>> {
  const named = batch
    .flatMap(({ productId, combinationIds }) =>
      combinationIds.map(combinationId => ({ productId, combinationId })),
    )
    .map((one, index) => ({ ...one, name: `c${index}` }))
  const aliases = named.map(({ name, combinationId }) =>
    alias(name, { product_attribute: combinationId, use_tax: 1, group: 1 }),
  )
  const body = await client.getJson('products', {
    display: `[id,${named.map(({ name }) => name).join(',')}]`,
    'filter[id]': theseIds([...new Set(batch.map(({ productId }) => productId))]),
    sort: '[id_ASC]',
    ...Object.fromEntries(aliases.flatMap(one => Object.entries(one))),
  })
  if (!body.ok) return body

  const row = v.objectWithRest({ id }, micros)
  const list = decodeList(body.value, 'products', row, client.host)
  if (!list.ok) return list
  const pricesByProduct = new Map(list.value.rows.map(found => [found.id, found]))
  return ok(
    new Map(
      named.flatMap(({ productId, combinationId, name }) => {
        // PrestaShop: a product answers 0 for a combination of another product, so each price is
        // taken from its own product only.
        const price = pricesByProduct.get(productId)?.[name]
        return price === undefined ? [] : [[combinationId, price] as const]
      }),
    ),
  )
}
