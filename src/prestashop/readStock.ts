import * as v from 'valibot'
import type { ShopClient } from './client'
import { id } from './decode/fields'
import { decodeList } from './decode/list'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { UnreadableRow } from '@/core/catalogue/shopRows'
import type { ShopStock } from '@/core/catalogue/shopState'

const quantity = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(Number),
  v.number(),
  v.safeInteger(),
)
const stockRow = v.object({ id, id_product: id, id_product_attribute: id, quantity })

/** `stock` is null when the shop answers that it is unchanged. */
export interface StockList {
  stock: ShopStock | null
  sha1: string | null
}

/**
 * Stock of every article, in one request. The row of a product with combinations is their sum
 * (recording stock_availables-B-json).
 */
export async function readStock(
  client: ShopClient,
  heldSha1?: string,
): Promise<Result<{ value: StockList; unreadable: UnreadableRow[] }, ShopError>> {
  const query = { display: '[id,id_product,id_product_attribute,quantity]', sort: '[id_ASC]' }
  const read = await client.getJsonIfChanged('stock_availables', query, heldSha1)
  if (!read.ok) return read
  if (read.value.kind === 'unchanged') {
    return ok({ value: { stock: null, sha1: heldSha1 ?? null }, unreadable: [] })
  }
  const list = decodeList(read.value.body, 'stock_availables', stockRow, client.host)
  if (!list.ok) return list
  const entries = list.value.rows.map(row => {
    const combination = row.id_product_attribute === 0 ? '' : `-${row.id_product_attribute}`
    return [`ps-${row.id_product}${combination}`, row.quantity] as const
  })
  const value = { stock: Object.fromEntries(entries), sha1: read.value.sha1 }
  return ok({ value, unreadable: list.value.unreadable })
}
