import * as v from 'valibot'
import type { ShopClient } from './client'
import { id } from './decode/fields'
import { decodeList, type DecodedList } from './decode/list'
import { PRICE_ALIASES, PRODUCT_FIELDS, productRow } from './decode/products'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopProduct } from '@/core/shopRows'
import type { SyncProgress } from '@/core/syncRun'

const FIRST_PAGE = 100
const LARGEST_PAGE = 500
const SMALLEST_PAGE = 10

/** Codes after which a smaller page may succeed: too slow, out of memory, cut. */
const TOO_MUCH: readonly ShopError['code'][] = [
  'shop-timeout',
  'shop-failing',
  'shop-unreachable',
  'shop-answer-unreadable',
]

/**
 * Every product with its computed prices, by pages that grow while the shop answers well
 * and shrink when it does not. A page begins after the last id of the one before: what is
 * created or deleted meanwhile shifts nothing (products-filter-id-greater-json).
 */
export async function readProducts(
  client: ShopClient,
  languageId: number,
  onProgress: (progress: SyncProgress) => void,
): Promise<Result<DecodedList<ShopProduct>, ShopError>> {
  const expected = await countProducts(client)
  if (!expected.ok) return expected

  const all: DecodedList<ShopProduct> = { rows: [], unreadable: [], lastId: 0, length: 0 }
  let pageSize = FIRST_PAGE
  for (;;) {
    onProgress({ step: 'articles', done: all.length, expected: expected.value })
    const page = await readProductPage(client, languageId, all.lastId, pageSize)
    if (!page.ok) {
      if (pageSize === SMALLEST_PAGE || !TOO_MUCH.includes(page.error.code)) return page
      pageSize = Math.max(SMALLEST_PAGE, Math.floor(pageSize / 4))
      continue
    }
    all.rows.push(...page.value.rows)
    all.unreadable.push(...page.value.unreadable)
    all.length += page.value.length
    if (page.value.length < pageSize || page.value.lastId <= all.lastId) return ok(all)
    all.lastId = page.value.lastId
    pageSize = Math.min(LARGEST_PAGE, pageSize * 2)
  }
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
