import * as v from 'valibot'
import type { ShopClient } from './client'
import { id, micros } from './decode/fields'
import { decodeList } from './decode/list'
import { alias } from './decode/products'
import { readByIds, theseIds } from './readByIds'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopProduct } from '@/core/catalogue/shopRows'
import type { SyncProgress } from '@/core/catalogue/syncRun'

/** Keeps the address of a request below the 8,190 characters that Apache accepts. */
const COMBINATIONS_AT_ONCE = 60

interface Wanted {
  productId: number
  combinationId: number
}

/**
 * Reads the price of every combination of the products on sale, without a right on combinations:
 * one named price per combination, many in a request (recording
 * products-price-per-combination-json).
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
  const wantedById = new Map(wanted.map(one => [one.combinationId, one]))
  const read = await readByIds(
    [...wantedById.keys()],
    async slice => {
      const batch = slice.flatMap(id => wantedById.get(id) ?? [])
      const priced = await priceBatch(client, batch)
      if (!priced.ok) return priced
      for (const [combinationId, price] of priced.value) prices.set(combinationId, price)
      return ok({ rows: [], unreadable: [], lastId: 0, length: 0 })
    },
    {
      idsAtOnce: COMBINATIONS_AT_ONCE,
      onRead: done => onProgress({ step: 'combinations', done, expected: wanted.length }),
    },
  )
  if (!read.ok) return read
  return ok(products.map(product => withPrices(product, prices)))
}

async function priceBatch(
  client: ShopClient,
  batch: readonly Wanted[],
): Promise<Result<Map<number, number>, ShopError>> {
  const names = batch.map((_wanted, index) => `c${index}`)
  const aliases = batch.map(({ combinationId }, index) =>
    alias(`c${index}`, { product_attribute: combinationId, use_tax: 1, group: 1 }),
  )
  const productIds = [...new Set(batch.map(({ productId }) => productId))]
  const body = await client.getJson('products', {
    display: `[id,${names.join(',')}]`,
    'filter[id]': theseIds(productIds),
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
      batch.flatMap(({ productId, combinationId }, index) => {
        // PrestaShop: a product answers 0 for a combination of another product, so each price is
        // taken from its own product only.
        const price = pricesByProduct.get(productId)?.[`c${index}`]
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
