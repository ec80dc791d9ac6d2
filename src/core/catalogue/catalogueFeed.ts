import { isSameValue } from '@/core/sameValue'
import type { Article, Department, VatGroup } from './article'
import { buildSearchIndex, type SearchIndex } from './search'
import { inDepartmentOrder } from './shelfOrder'

/** The catalogue on sale as a screen holds it, in shelf order. */
export interface ShelfView {
  articles: readonly Article[]
  departments: readonly Department[]
  vatGroups: readonly VatGroup[]
  /** Ids of articles that the owner changed on the till. */
  editedIds: readonly string[]
}

/**
 * Part of the difference between two views, small enough to be applied between two frames. `order`
 * is null when no article moves.
 */
export interface FeedPiece {
  put: Article[]
  removedIds: string[]
  order: string[] | null
  departments: Department[] | null
  vatGroups: VatGroup[] | null
  editedIds: string[] | null
  /**
   * Search index of the articles of the view; null when every search still finds the same, or when
   * it comes in a piece of its own.
   */
  searchIndex: SearchIndex | null
  /** The last piece of a view: once it is applied, the view is complete. */
  isLast: boolean
}

const ARTICLES_A_PIECE = 50

/** A view of the articles on sale, in shelf order. */
export function shelfView(view: ShelfView): ShelfView {
  const onSale = view.articles.filter(article => article.retiredAt === null)
  return { ...view, articles: inDepartmentOrder(onSale, view.departments) }
}

/**
 * The pieces that turn one view into another. Without `before` they build the view from nothing, but
 * for its search index (`indexPiece`): indexing takes most of the time, and the shelf is shown
 * meanwhile. With `before` the index is among them, as the old one would name other articles.
 */
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
    searchIndex: !before || isFoundAsBefore ? null : indexOf(after),
    isLast: true,
  }
  const pieces: FeedPiece[] = []
  for (let start = 0; start < put.length; start += ARTICLES_A_PIECE) {
    pieces.push({ ...NOTHING, put: put.slice(start, start + ARTICLES_A_PIECE) })
  }
  return [...pieces, last]
}

/** The piece that brings a search index, and changes nothing else. */
export function indexPiece(searchIndex: SearchIndex): FeedPiece {
  return { ...NOTHING, searchIndex, isLast: true }
}

/** Whether a piece leaves the shelf as it is: it brings at most a search index. */
export const keepsShelf = (piece: FeedPiece): boolean =>
  piece.isLast && isSameValue({ ...piece, searchIndex: null, isLast: false }, NOTHING)

/** The search index of the articles of a view. */
export function indexOf({ articles, departments }: ShelfView): SearchIndex {
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

/**
 * Whether a search finds both articles in the same way: a change of price, for one, does not
 * matter.
 */
const isFoundAlike = (one: Article, other: Article | undefined) =>
  isSameValue(whatFinds(one), other && whatFinds(other))

const whatFinds = ({ name, reference, barcodes, departmentIds, position }: Article) => [
  name,
  reference,
  barcodes,
  departmentIds,
  position,
]
