import * as v from 'valibot'
import type { ShopClient } from './client'
import { id } from './decode/fields'
import { decodeList, type DecodedList } from './decode/list'
import { PRICE_ALIASES, PRODUCT_FIELDS, productRow } from './decode/products'
import { readPages } from './readPages'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopProduct } from '@/core/shopRows'
import type { SyncProgress } from '@/core/syncRun'

/** Every product with its computed prices, by pages. */
export async function readProducts(
  client: ShopClient,
  languageId: number,
  onProgress: (progress: SyncProgress) => void,
): Promise<Result<DecodedList<ShopProduct>, ShopError>> {
  const expected = await countProducts(client)
  if (!expected.ok) return expected
  return readPages(
    (afterId, pageSize) => readProductPage(client, languageId, afterId, pageSize),
    done => onProgress({ step: 'articles', done, expected: expected.value }),
  )
}

/** One page of products with their computed prices: those after an id, `pageSize` at most. */
export async function readProductPage(
  client: ShopClient,
  language: number,
  afterId: number,
  pageSize: number,
) {
  const body = await client.getJson('products', {
    display: `[${PRODUCT_FIELDS}]`,
    language,
    // PrestaShop: `limit` without a sort pages in the database's order (products-ids-unsorted-json).
    sort: '[id_ASC]',
    'filter[id]': `>[${afterId}]`,
    limit: pageSize,
    ...PRICE_ALIASES,
  })
  return body.ok ? decodeList(body.value, 'products', productRow, client.host) : body
}

/** How many products there are: the list of ids alone is nearly free, and there is no count. */
async function countProducts(client: ShopClient): Promise<Result<number, ShopError>> {
  const body = await client.getJson('products', { sort: '[id_ASC]' })
  if (!body.ok) return body
  const ids = decodeList(body.value, 'products', v.object({ id }), client.host)
  return ids.ok ? ok(ids.value.length) : ids
}
