import type { JournalEntry } from '@/core/journal/journal'
import type { Space } from '@/core/journal/space'
import type { ShopStock } from '@/core/catalogue/shopState'
import { unpackDeltas, type Packs } from './packs'
import { stockDeltasOf } from './stockDeltas'

/** At or below this many pieces, a tile shows how many are left. */
export const FEW_PIECES = 3

/** Remaining stock of each article, as far as this till knows. */
export interface StockLeft {
  /** When the stock was read from the shop. */
  readAt: string
  pieces: ReadonlyMap<string, number>
}

/**
 * The shop's stock as last read, less what was sold at the counter since, packs taken apart. Online
 * sales are left out: the shop had lowered its stock before the till heard of them. It only warns
 * and never blocks a sale: the goods are in the customer's hand.
 */
export function stockLeft(
  { readAt, byArticle }: { readAt: string; byArticle: ShopStock },
  soldSince: Iterable<JournalEntry>,
  { space, packs }: { space: Space; packs: Packs },
): StockLeft {
  const pieces = new Map(Object.entries(byArticle))
  for (const entry of soldSince) {
    for (const { articleId, deltaMilli } of unpackDeltas(stockDeltasOf(entry, space), packs)) {
      const left = pieces.get(articleId)
      // A piece that was begun is no longer whole.
      if (left !== undefined) pieces.set(articleId, left + Math.floor(deltaMilli / 1000))
    }
  }
  return { readAt, pieces }
}
