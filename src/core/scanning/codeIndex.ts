import type { Article } from '@/core/catalogue/article'
import { codeKey } from './checkDigit'

/**
 * Articles by the codes they scan as. Changed in place, an article at a time: making it again
 * for fifty thousand articles would hold up the first scan after each sync.
 */
export type CodeIndex = Map<string, Article[]>

/** Puts an article in the index in the place of what it was before. */
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

/** Articles that scan as this code: one as a rule, several where the shop gave it twice. */
export function articlesWithCode(index: CodeIndex, code: string): readonly Article[] {
  return index.get(codeKey(code)) ?? []
}

function keysOf(article: Article | undefined): Set<string> {
  return new Set(article?.barcodes.map(codeKey))
}
