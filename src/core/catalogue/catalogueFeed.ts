import { isSameValue } from '@/core/sameValue'
import type { Article, Department, VatGroup } from './article'
import { buildSearchIndex, type SearchIndex } from './search'
import { patchFor, type SearchPatch } from './searchPatch'
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
   * Search index of the articles of the view; null when the one at hand serves still, or when it
   * comes in a piece of its own. With it, there is no patch any more.
   */
  searchIndex: SearchIndex | null
  /** In place of the patch at hand, if any; null when every search still finds the same. */
  searchPatch: SearchPatch | null
  /** The last piece of a view: once it is applied, the view is complete. */
  isLast: boolean
}

const ARTICLES_A_PIECE = 50

/** A view that can be searched. */
export interface IndexedView {
  view: ShelfView
  index: SearchIndex
}

/**
 * A view of the articles on sale, in shelf order. With the view before it, hardly anything is left
 * to sort.
 */
export function shelfView(view: ShelfView, before?: ShelfView): ShelfView {
  const onSale = view.articles.filter(article => article.retiredAt === null)
  const articles = before ? inOrderOf(before.articles, onSale) : onSale
  return { ...view, articles: inDepartmentOrder(articles, view.departments) }
}

/** Articles in the order they had; those that came are last. */
function inOrderOf(before: readonly Article[], articles: readonly Article[]): Article[] {
  const left = new Map(articles.map(article => [article.articleId, article]))
  const ordered: Article[] = []
  for (const { articleId } of before) {
    const article = left.get(articleId)
    if (!article) continue
    ordered.push(article)
    left.delete(articleId)
  }
  return [...ordered, ...left.values()]
}

/**
 * The pieces that turn one view into another. Without `before` they build the view from nothing, but
 * for its search index (`indexPiece`): indexing takes most of the time, and the shelf is shown
 * meanwhile. With `before` an index or its patch is among them, as the old one would name other
 * articles; a patch is of the index of `indexed`.
 */
export function feedPieces(
  before: ShelfView | undefined,
  after: ShelfView,
  indexed: IndexedView | null = null,
): FeedPiece[] {
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
    ...(before && !isFoundAsBefore ? searchOf(after, indexed) : NO_SEARCH),
    isLast: true,
  }
  const pieces: FeedPiece[] = []
  for (let start = 0; start < put.length; start += ARTICLES_A_PIECE) {
    pieces.push({ ...NOTHING, put: put.slice(start, start + ARTICLES_A_PIECE) })
  }
  return [...pieces, last]
}

/** The piece that brings a search index, with its patch if it has one, and changes nothing else. */
export function indexPiece(searchIndex: SearchIndex, searchPatch: SearchPatch | null): FeedPiece {
  return { ...NOTHING, searchIndex, searchPatch, isLast: true }
}

/** Whether a piece leaves the shelf as it is: it brings at most a search index. */
export const keepsShelf = (piece: FeedPiece): boolean =>
  piece.isLast && isSameValue({ ...piece, ...NO_SEARCH, isLast: false }, NOTHING)

/** A patch of the index where few articles changed since, else another index. */
function searchOf(after: ShelfView, indexed: IndexedView | null) {
  const patch = indexed && patchOf(indexed, after)
  return patch
    ? { searchIndex: null, searchPatch: patch }
    : { searchIndex: indexOf(after), searchPatch: null }
}

function patchOf({ view, index }: IndexedView, after: ShelfView): SearchPatch | null {
  if (!isSameValue(view.departments, after.departments)) return null
  return patchFor(index, view.articles, after.articles, namesOf(after), isFoundAlike)
}

/** The search index of the articles of a view. */
export function indexOf(view: ShelfView): SearchIndex {
  return buildSearchIndex(view.articles, namesOf(view))
}

const namesOf = ({ departments }: ShelfView): Map<string, string> =>
  new Map(departments.map(one => [one.departmentId, one.name]))

const NO_SEARCH = { searchIndex: null, searchPatch: null }

const NOTHING: FeedPiece = {
  put: [],
  removedIds: [],
  order: null,
  departments: null,
  vatGroups: null,
  editedIds: null,
  ...NO_SEARCH,
  isLast: false,
}

/**
 * Whether a search finds both articles in the same way: a change of price, for one, does not
 * matter.
 */
const isFoundAlike = (one: Article, other: Article | undefined): boolean =>
  one === other || isSameValue(whatFinds(one), other && whatFinds(other))

const whatFinds = ({ name, reference, barcodes, departmentIds, position }: Article) => [
  name,
  reference,
  barcodes,
  departmentIds,
  position,
]
