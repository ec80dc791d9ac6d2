import type { Article, Department } from './article'
import { departmentTree, type DepartmentBranch } from './departmentTree'

/** Articles in shelf order: by department in tree order, then by position. */
export function inDepartmentOrder(
  articles: readonly Article[],
  departments: readonly Department[],
): Article[] {
  const ranks = new Map<string, number>()
  const visit = (branches: readonly DepartmentBranch[]) => {
    for (const { department, children } of branches) {
      ranks.set(department.departmentId, ranks.size)
      visit(children)
    }
  }
  visit(departmentTree(departments))
  const rankOf = (article: Article) => ranks.get(article.departmentIds[0] ?? '') ?? ranks.size
  return articles.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || a.position - b.position || compare(a.articleId, b.articleId),
  )
}

/** Favourites before the others; both keep their order. */
export function favouritesFirst(articles: readonly Article[]): readonly Article[] {
  const favourites = articles.filter(article => article.isFavourite)
  if (favourites.length === 0) return articles
  return [...favourites, ...articles.filter(article => !article.isFavourite)]
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Positions for articles in a new order. The articles share out the positions they already had, so
 * that all others keep theirs. Contains only positions that change.
 */
export function positionsInOrder(wanted: readonly Article[]): Map<string, number> {
  let last = -1
  const ranks = wanted
    .map(article => article.position)
    .sort((a, b) => a - b)
    .map(position => (last = Math.max(position, last + 1)))
  return new Map(
    wanted.flatMap((article, index) => {
      const position = ranks[index] ?? index
      return position === article.position ? [] : [[article.articleId, position] as const]
    }),
  )
}
