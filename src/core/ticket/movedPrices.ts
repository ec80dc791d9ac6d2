import type { Article } from '@/core/catalogue/article'
import type { Ticket } from './ticket'

/**
 * Lines whose article now has another price than when the line was added: the new price in cents,
 * by line id. Returns `before` itself when nothing changed, so that a screen does not redraw.
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
