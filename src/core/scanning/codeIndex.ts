import type { Article } from '@/core/catalogue/article'
import { heldKeys, soughtKeys } from './articleCode'

/**
 * Articles by the codes they scan as. The map is changed in place, one article at a time:
 * rebuilding it for 50,000 articles would delay the first scan after each sync.
 */
export type CodeIndex = Map<string, Article[]>

/**
 * Replaces an article in the index. `before` is undefined for a new article, `after` for a removed
 * one.
 */
export function indexArticle(
  index: CodeIndex,
  before: Article | undefined,
  after: Article | undefined,
): void {
  for (const key of keysOf(before)) {
    const others = (index.get(key) ?? []).filter(one => one.articleId !== before?.articleId)
    if (others.length > 0) index.set(key, others)
    else index.delete(key)
  }
  if (!after) return
  for (const key of keysOf(after)) index.set(key, [...(index.get(key) ?? []), after])
}

/**
 * Articles with this code in any of its spellings: usually one, several when the shop gave them
 * the same code.
 */
export function articlesWithCode(index: CodeIndex, code: string): readonly Article[] {
  for (const key of soughtKeys(code)) {
    const found = index.get(key)
    if (found) return found
  }
  return []
}

function keysOf(article: Article | undefined): Set<string> {
  return new Set(article?.barcodes.flatMap(heldKeys))
}
