import { articleIdOf, type ShopOrder, type ShopOrderRow } from './shopOrder'
import type { SaleLineV1 } from '@/core/journal/events/saleV1'

/** What a customer asked to have made of an article, such as an engraving (customizations). */
export interface ShopCustomization {
  customizationId: number
  cartId: number
  productId: number
  combinationId: number
  quantity: number
  /** False for one that was written down but never ordered. */
  isOrdered: boolean
  /** Each with the name of its field, where the key may read it: `Gravure – Pour Lise`. */
  texts: string[]
  /** Files that only PrestaShop shows. */
  fileCount: number
}

/** What was asked for one line of a recorded order; kept on the device, never sealed. */
export interface AskedLine {
  /** Index of the line in the sale; -1 when the order no longer has it. */
  place: number
  name: string
  texts: string[]
  /** Something was asked that only PrestaShop shows: a file, or all of it without the right. */
  isElsewhere: boolean
}

/**
 * What the customer asked for the lines of an order. PrestaShop names a row's customization from
 * 1.7 on; in 1.6 it belongs to the order's cart and article (recordings orders-full-json).
 * `customizations` is undefined when the key may not read them.
 */
export function askedLines(
  order: ShopOrder,
  lines: readonly SaleLineV1[],
  customizations: readonly ShopCustomization[] | undefined,
): AskedLine[] {
  const taken = new Set<number>()
  return order.rows.flatMap((row, index) => {
    const own = customizations?.filter(one => isOfRow(one, row, order)) ?? []
    const isNamed = (row.customizationId ?? 0) > 0
    if (own.length === 0 && !isNamed) return []
    const lineIndex = lineIndexOf(row, index, lines, taken)
    taken.add(lineIndex)
    const texts = own.flatMap(one => {
      const text = one.texts.join(' · ')
      if (text === '') return []
      return own.length > 1 ? `${one.quantity} × ${text}` : text
    })
    const isElsewhere = texts.length === 0 || own.some(one => one.fileCount > 0)
    return [{ place: lineIndex, name: row.name, texts, isElsewhere }]
  })
}

/** Whether something was asked that the key may not read. */
export const asksUnread = (
  { rows }: ShopOrder,
  customizations: readonly ShopCustomization[] | undefined,
): boolean => !customizations && rows.some(({ customizationId = 0 }) => customizationId > 0)

function isOfRow(one: ShopCustomization, row: ShopOrderRow, { cartId }: ShopOrder): boolean {
  if (row.customizationId !== undefined) return one.customizationId === row.customizationId
  const isSameArticle = one.productId === row.productId && one.combinationId === row.combinationId
  return one.cartId === cartId && isSameArticle && one.isOrdered
}

/** The sealed line of a row: rows may have been added or deleted in the shop since. */
function lineIndexOf(
  row: ShopOrderRow,
  index: number,
  lines: readonly SaleLineV1[],
  taken: ReadonlySet<number>,
): number {
  const articleId = articleIdOf(row)
  if (lines[index]?.articleId === articleId) return index
  return lines.findIndex((line, at) => line.articleId === articleId && !taken.has(at))
}
