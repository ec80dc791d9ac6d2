import { ok, type Result, type ShopError } from '@/core/errors'
import { stockRowOf, type StockConflictReason, type StockToSend } from '@/core/stock/stockDeltas'
import type { ShopClient } from '@/prestashop/client'
import { readStockRows, type ShopStockRow } from '@/prestashop/writeStock'

/**
 * The stock row to write, or why there is none. The row with the sum of combinations is never
 * written.
 */
export async function findStockRow(
  client: ShopClient,
  { articleId }: StockToSend,
): Promise<Result<ShopStockRow | StockConflictReason, ShopError>> {
  const ids = stockRowOf(articleId)
  if (!ids) return ok('no-row')
  const rows = await readStockRows(client, ids.productId)
  if (!rows.ok) return rows
  const isSum = ids.combinationId === 0 && rows.value.some(row => row.id_product_attribute !== 0)
  if (isSum) return ok('total-row')
  const [own, another] = rows.value.filter(row => row.id_product_attribute === ids.combinationId)
  return ok(own && !another ? own : 'no-row')
}
