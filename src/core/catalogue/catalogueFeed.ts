import { isSameValue } from '@/core/sameValue'
import type { Article, Department, VatGroup } from './article'
import { buildSearchIndex, type SearchIndex } from './search'
import { inDepartmentOrder } from './shelfOrder'

/** The catalogue on sale as a screen holds it, in the order of the shelf. */
export interface ShelfView {
  articles: readonly Article[]
  departments: readonly Department[]
  vatGroups: readonly VatGroup[]
  /** Articles that the owner changed on the till. */
  editedIds: readonly string[]
}

/**
 * What changes from one view to the next, in pieces small enough to be taken in between
 * two frames. `order` is null when the articles keep their places.
 */
export interface FeedPiece {
  put: Article[]
  removedIds: string[]
  order: string[] | null
  departments: Department[] | null
  vatGroups: VatGroup[] | null
  editedIds: string[] | null
  /** Finds in the articles of the view; null when it finds what it found before. */
  searchIndex: SearchIndex | null
  /** The last piece of a view: what is held is then whole. */
  isLast: boolean
}

const ARTICLES_A_PIECE = 50

/** Articles on sale, as the shelf has them. */
export function shelfView(view: ShelfView): ShelfView {
  const onSale = view.articles.filter(article => article.retiredAt === null)
  return { ...view, articles: inDepartmentOrder(onSale, view.departments) }
}

/** The pieces that lead from one view to another; from nothing, without `before`. */
export function feedPieces(before: ShelfView | undefined, after: ShelfView): FeedPiece[] {
  const old = new Map((before?.articles ?? []).map(article => [article.articleId, article]))
  const put = after.articles.filter(article => !isSameValue(article, old.get(article.articleId)))
  const kept = new Set(after.articles.map(article => article.articleId))
  const order = after.articles.map(article => article.articleId)
  const isMoved =
    order.length !== old.size || before?.articles.some((one, at) => one.articleId !== order[at])
  const removedIds = [...old.keys()].filter(id => !kept.has(id))
  const departments = isSameValue(before?.departments, after.departments) ? null : after.departments
  const isFoundAsBefore =
    removedIds.length === 0 &&
    !isMoved &&
    !departments &&
    put.every(article => isFoundAlike(article, old.get(article.articleId)))
  const last: FeedPiece = {
    put: [],
    removedIds,
    order: isMoved ? order : null,
    departments: departments && [...departments],
    vatGroups: isSameValue(before?.vatGroups, after.vatGroups) ? null : [...after.vatGroups],
    editedIds: isSameValue(before?.editedIds, after.editedIds) ? null : [...after.editedIds],
    searchIndex: isFoundAsBefore ? null : indexOf(after),
    isLast: true,
  }
  const pieces: FeedPiece[] = []
  for (let start = 0; start < put.length; start += ARTICLES_A_PIECE) {
    pieces.push({ ...NOTHING, put: put.slice(start, start + ARTICLES_A_PIECE) })
  }
  return [...pieces, last]
}

function indexOf({ articles, departments }: ShelfView): SearchIndex {
  return buildSearchIndex(articles, new Map(departments.map(one => [one.departmentId, one.name])))
}

const NOTHING: FeedPiece = {
  put: [],
  removedIds: [],
  order: null,
  departments: null,
  vatGroups: null,
  editedIds: null,
  searchIndex: null,
  isLast: false,
}

/** Whether a search finds it in the same way: another price, for one, changes nothing of that. */
const isFoundAlike = (one: Article, other: Article | undefined) =>
  isSameValue(whatFinds(one), other && whatFinds(other))

const whatFinds = ({ name, reference, barcodes, departmentIds, position }: Article) => [
  name,
  reference,
  barcodes,
  departmentIds,
  position,
]
