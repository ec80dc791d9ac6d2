import type { Article } from './article'

/**
 * Articles as they are sold at a time: those whose promotion has ended are back at their
 * plain price, also with no network. `shopTime` is `2026-11-24 12:00:00`, as the shop's.
 */
export function withoutEndedPromotions(articles: readonly Article[], shopTime: string): Article[] {
  return articles.map(article => {
    const { promotion, ...rest } = article
    if (!promotion?.endsAt || shopTime <= promotion.endsAt) return article
    return { ...rest, priceCents: promotion.regularPriceCents }
  })
}

/** The next end of a promotion after a time; null when none is known. */
export function nextPromotionEnd(articles: readonly Article[], shopTime: string): string | null {
  const ends = articles.flatMap(({ promotion }) => promotion?.endsAt ?? [])
  return ends.filter(end => end >= shopTime).sort()[0] ?? null
}

/** The device's wall clock as PrestaShop writes its own; `at` is ISO 8601 with an offset. */
export const shopTimeOf = (at: string): string => at.slice(0, 19).replace('T', ' ')
