import { type JournalEntry, isSale } from '@/core/journal/journal'
import type { ShopStock } from '@/core/catalogue/shopState'

/** At or below this many pieces, a tile shows how many are left. */
export const FEW_PIECES = 3

/** Remaining stock of each article, as far as this till knows. */
export interface StockLeft {
  /** When the stock was read from the shop. */
  readAt: string
  pieces: ReadonlyMap<string, number>
}

/**
 * The shop's stock as last read, less what this till sold since, without training. It only warns
 * and never blocks a sale: the goods are in the customer's hand.
 */
export function stockLeft(
  { readAt, byArticle }: { readAt: string; byArticle: ShopStock },
  soldSince: Iterable<JournalEntry>,
): StockLeft {
  const pieces = new Map(Object.entries(byArticle))
  for (const entry of soldSince) {
    if (!isSale(entry) || entry.training) continue
    for (const { articleId, quantityMilli } of entry.event.lines) {
      const left = pieces.get(articleId)
      if (left !== undefined) pieces.set(articleId, left - Math.ceil(quantityMilli / 1000))
    }
  }
  return { readAt, pieces }
}
