import type { Article } from './article'

/**
 * Articles at their price at a given time, also without network: once a promotion has ended, the
 * article is back at its regular price. `shopTime` is in the shop's time zone, as `2026-11-24
 * 12:00:00`.
 */
export function withoutEndedPromotions(articles: readonly Article[], shopTime: string): Article[] {
  return articles.map(article => {
    const { promotion, ...rest } = article
    if (!promotion?.endsAt || shopTime <= promotion.endsAt) return article
    return { ...rest, priceCents: promotion.regularPriceCents }
  })
}

/** The next end of a promotion, at or after a time; null when there is none. */
export function nextPromotionEnd(articles: readonly Article[], shopTime: string): string | null {
  const ends = articles.flatMap(({ promotion }) => promotion?.endsAt ?? [])
  return ends.filter(end => end >= shopTime).sort()[0] ?? null
}

/** A time with an offset (ISO 8601) as PrestaShop writes times: `2026-11-24 12:00:00`. */
export const shopTimeOf = (at: string): string => at.slice(0, 19).replace('T', ' ')
