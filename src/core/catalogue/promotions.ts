import type { Article } from './article'

/**
 * Articles at their price at a given time, also without network: a promotion that has ended gives
 * way to the price the shop then sells at, and one that has begun is applied. `shopTime` is in the
 * shop's time zone, as `2026-11-24 12:00:00`.
 */
export function articlesAt(articles: readonly Article[], shopTime: string): Article[] {
  return articles.map(article => {
    const past = article.priceChanges?.findLast(({ atShopTime }) => atShopTime <= shopTime)
    if (!past) return article
    const { priceChanges, promotion: _ended, ...rest } = article
    const { atShopTime: _at, ...price } = past
    const later = priceChanges?.filter(({ atShopTime }) => atShopTime > shopTime) ?? []
    return { ...rest, ...price, ...(later.length > 0 ? { priceChanges: later } : {}) }
  })
}

/** The next time at which a price changes by itself, after a time; null when there is none. */
export function nextPriceChange(articles: readonly Article[], shopTime: string): string | null {
  const times = articles.flatMap(
    ({ priceChanges }) => priceChanges?.map(({ atShopTime }) => atShopTime) ?? [],
  )
  return times.filter(time => time > shopTime).sort()[0] ?? null
}

/** A time with an offset (ISO 8601) as PrestaShop writes times: `2026-11-24 12:00:00`. */
export const shopTimeOf = (at: string): string => at.slice(0, 19).replace('T', ' ')
