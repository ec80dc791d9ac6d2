import type { Sending } from './prepareSending'
import { ok, type Result, type ShopError } from '@/core/errors'
import { packOf, packsFrom, type Packs } from '@/core/stock/packs'
import { stockRowOf, wholePieces, type StockToSend } from '@/core/stock/stockDeltas'
import type { ShopClient } from '@/prestashop/client'
import { readStockRows } from '@/prestashop/writeStock'

/**
 * Rows that can be written now. A pack follows its components once their own changes are in the
 * shop.
 */
export function sendableNow(rows: readonly StockToSend[], packs: Packs): StockToSend[] {
  const waiting = new Set(rows.map(row => row.articleId))
  return rows.filter(
    row =>
      row.writing === null &&
      (wholePieces(row.waitingMilli) !== 0 ||
        !packOf(row.articleId, packs)?.components.some(one => waiting.has(one.articleId))),
  )
}

/** The most packs that the components of a pack still allow; Infinity for any other article. */
export function packsLeft(
  { client, packs }: Sending,
  { articleId, componentSales = {} }: StockToSend,
): Promise<Result<number, ShopError>> {
  const sold = Object.keys(componentSales).map(id => ({ articleId: id }))
  return lowestPacks(client, packs, articleId, sold)
}

/**
 * Packs that can be made from the components that were sold by themselves; Infinity when none was,
 * or the article is no pack that follows its components.
 */
export async function lowestPacks(
  client: ShopClient,
  packs: Packs,
  articleId: string,
  sold: readonly { articleId: string }[],
): Promise<Result<number, ShopError>> {
  const pack = packs.find(one => one.articleId === articleId)
  let lowest = Infinity
  for (const component of pack?.lowers === 'both' ? pack.components : []) {
    if (!sold.some(line => line.articleId === component.articleId)) continue
    const pieces = await readPieces(client, component.articleId)
    if (!pieces.ok) return pieces
    if (pieces.value !== null) lowest = Math.min(lowest, packsFrom(pieces.value, component))
  }
  return ok(lowest)
}

/** The quantity in an article's own stock row; null when the shop has none. */
export async function readPieces(
  client: ShopClient,
  articleId: string,
): Promise<Result<number | null, ShopError>> {
  const ids = stockRowOf(articleId)
  if (!ids) return ok(null)
  const rows = await readStockRows(client, ids.productId)
  if (!rows.ok) return rows
  const own = rows.value.find(row => row.id_product_attribute === ids.combinationId)
  return ok(own?.quantity ?? null)
}
