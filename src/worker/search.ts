import { buildSearchIndex, searchArticles, type SearchIndex } from '@/core/search'
import type { Till } from '@/till/till'
import { watchCatalogue } from '@/till/watchCatalogue'

/** Searches the catalogue; the index follows every sync. */
export function makeSearch(till: Till): (text: string, limit: number) => Promise<string[]> {
  let index: SearchIndex | undefined
  const first = new Promise<void>((resolve, reject) => {
    watchCatalogue(
      till,
      ({ articles, departments }) => {
        const names = new Map(departments.map(one => [one.departmentId, one.name]))
        const onSale = articles.filter(article => article.retiredAt === null)
        index = buildSearchIndex(onSale, names)
        resolve()
      },
      reject,
    )
  })

  return async (text, limit) => {
    await first
    return index ? searchArticles(index, text, limit).map(article => article.articleId) : []
  }
}
