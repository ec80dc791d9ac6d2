import * as v from 'valibot'
import type { ShopClient } from './client'
import { id, micros } from './decode/fields'
import { decodeList } from './decode/list'
import { alias } from './decode/products'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopProduct } from '@/core/shopRows'
import type { SyncProgress } from '@/core/syncRun'

/** Keeps the address of a request well below the 8 000 characters a host accepts. */
const COMBINATIONS_AT_ONCE = 40

interface Wanted {
  productId: number
  combinationId: number
}

/**
 * Prices every combination of the products to sell, with no right on combinations: one
 * named price a combination, many to a request (products-price-per-combination-json).
 */
export async function priceCombinations(
  client: ShopClient,
  products: readonly ShopProduct[],
  onProgress: (progress: SyncProgress) => void,
): Promise<Result<ShopProduct[], ShopError>> {
  const wanted = products
    .filter(product => product.isActive && product.isSaved)
    .flatMap(({ productId, combinations }) =>
      combinations.map(({ combinationId }) => ({ productId, combinationId })),
    )
  const prices = new Map<number, number>()

  for (let start = 0; start < wanted.length; start += COMBINATIONS_AT_ONCE) {
    onProgress({ step: 'combinations', done: start, expected: wanted.length })
    const batch = wanted.slice(start, start + COMBINATIONS_AT_ONCE)
    const read = await priceBatch(client, batch)
    if (!read.ok) return read
    for (const [combinationId, price] of read.value) prices.set(combinationId, price)
  }
  return ok(products.map(product => withPrices(product, prices)))
}

async function priceBatch(
  client: ShopClient,
  batch: readonly Wanted[],
): Promise<Result<Map<number, number>, ShopError>> {
  const names = batch.map(({ combinationId }) => `c${combinationId}`)
  const aliases = batch.map(({ combinationId }) =>
    alias(`c${combinationId}`, { product_attribute: combinationId, use_tax: 1, group: 1 }),
  )
  const productIds = [...new Set(batch.map(({ productId }) => productId))]
  const body = await client.getJson('products', {
    display: `[id,${names.join(',')}]`,
    'filter[id]': `[${productIds.join('|')}]`,
    sort: '[id_ASC]',
    ...Object.fromEntries(aliases.flatMap(one => Object.entries(one))),
  })
  if (!body.ok) return body

  const row = v.objectWithRest({ id }, micros)
  const list = decodeList(body.value, 'products', row, client.host)
  if (!list.ok) return list
  const pricesByProduct = new Map(list.value.rows.map(prices => [prices.id, prices]))
  return ok(
    new Map(
      batch.flatMap(({ productId, combinationId }) => {
        // PrestaShop: a product that does not own the combination answers 0, so each price
        // is taken from its own product only.
        const price = pricesByProduct.get(productId)?.[`c${combinationId}`]
        return price === undefined ? [] : [[combinationId, price] as const]
      }),
    ),
  )
}

function withPrices(product: ShopProduct, prices: ReadonlyMap<number, number>): ShopProduct {
  return {
    ...product,
    combinations: product.combinations.map(combination => ({
      ...combination,
      priceMicros: prices.get(combination.combinationId) ?? null,
    })),
  }
}
