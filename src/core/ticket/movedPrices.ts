import type { Article } from '@/core/catalogue/article'
import type { Ticket } from './ticket'

/**
 * What the shop asks now, in cents, by line, where it is not what the line was added at. The
 * very map `before` when it says the same, so that what shows it is not drawn again.
 */
export function movedPrices(
  ticket: Ticket,
  articlesById: ReadonlyMap<string, Article>,
  before: ReadonlyMap<string, number> = new Map(),
): ReadonlyMap<string, number> {
  const now = new Map<string, number>()
  for (const { lineId, articleId, listPriceCents, refund } of ticket.lines) {
    const priceCents = articlesById.get(articleId)?.priceCents ?? listPriceCents
    if (!refund && priceCents !== listPriceCents) now.set(lineId, priceCents)
  }
  const isSame =
    now.size === before.size &&
    [...now].every(([lineId, priceCents]) => before.get(lineId) === priceCents)
  return isSame ? before : now
}
