import type { Article } from './article'
import type { SaleEntry } from '@/core/journal/journal'

/** Recently sold articles that are still on sale, last sold first, each once. */
export function recentlySold(
  newestFirst: readonly SaleEntry[],
  articlesById: ReadonlyMap<string, Article>,
  limit: number,
): Article[] {
  const ids = new Set<string>()
  for (const { event } of newestFirst) {
    for (const { articleId, quantityMilli } of event.lines.toReversed()) {
      if (quantityMilli > 0 && articlesById.has(articleId)) ids.add(articleId)
      if (ids.size === limit) break
    }
    if (ids.size === limit) break
  }
  return [...ids].flatMap(id => articlesById.get(id) ?? [])
}
