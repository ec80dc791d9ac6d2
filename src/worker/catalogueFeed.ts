import {
  feedPieces,
  indexOf,
  indexPiece,
  shelfView,
  type FeedPiece,
  type IndexedView,
  type ShelfView,
} from '@/core/catalogue/catalogueFeed'
import { editedArticleIds } from '@/core/catalogue/articleEdits'
import { articlesAt, nextPriceChange, shopTimeOf } from '@/core/catalogue/promotions'
import { firstShelfOf, type FirstShelf } from '@/core/catalogue/firstShelf'
import type { SearchPatch } from '@/core/catalogue/searchPatch'
import type { TillContext } from '@/till/context'
import { keepFirstShelf, readFirstShelf } from '@/till/catalogue/firstShelf'
import { watchCatalogue, type WatchedCatalogue } from '@/till/catalogue/watchCatalogue'

/** A promotion that begins or ends changes the price within this time, also without a network. */
const LOOK_EVERY_MS = 60_000

/** What a page does with the catalogue. */
export interface Follower {
  /** Takes the first shelf, which comes at most once, before any piece. */
  onFirst: (first: FirstShelf) => void
  onPiece: (piece: FeedPiece) => void
}

export interface CatalogueFeed {
  /** Hands over the first shelf, the catalogue in pieces, then each change of it. */
  follow: (follower: Follower) => void
  /** Reads every article now. Where no first shelf was kept, that begins of itself. */
  readWhole: () => void
}

/**
 * Reads the catalogue in the worker, orders and indexes it there, and hands it over in small
 * pieces: a sync of thousands of articles then delays no tap. The first shelf, kept by the opening
 * before, comes ahead of everything: the whole is read once the page asks for it, as reading it
 * delays whatever else the page reads meanwhile.
 */
export function makeCatalogueFeed(context: TillContext): CatalogueFeed {
  let first: FirstShelf | null = null
  let view: ShelfView | undefined
  /** The view that was indexed last; null until one is. */
  let indexed: IndexedView | null = null
  /** What changed of it since. */
  let patch: SearchPatch | null = null
  /** State of the catalogue whose first shelf is kept. */
  let keptState: string | null = null
  const followers: Follower[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let isWatching = false

  function hand(pieces: readonly FeedPiece[]): void {
    for (const { onPiece } of followers) for (const piece of pieces) onPiece(piece)
  }

  function show(next: WatchedCatalogue): void {
    const now = shopTimeOf(context.now().at)
    const articles = articlesAt(next.articles, now)
    const before = view
    const editedIds = editedArticleIds(articles, next.edits)
    view = shelfView({ ...next, articles, editedIds }, before)
    const pieces = feedPieces(before, view, indexed)
    const { searchIndex, searchPatch } = pieces.at(-1) ?? {}
    if (searchIndex) indexed = { view, index: searchIndex }
    if (searchIndex ?? searchPatch) patch = searchPatch ?? null
    hand(pieces)
    // After the pieces have left: the shelf is shown while its index is built.
    if (!before) setTimeout(indexFirst)
    setTimeout(() => void keepFirst(next).catch((error: unknown) => reportError(error)))
    clearTimeout(timer)
    if (nextPriceChange(articles, now) !== null) timer = setTimeout(() => show(next), LOOK_EVERY_MS)
  }

  function indexFirst(): void {
    if (indexed || !view) return
    indexed = { view, index: indexOf(view) }
    hand([indexPiece(indexed.index, null)])
  }

  /** Prices are kept as the shop gives them: a promotion may begin before the next opening. */
  async function keepFirst({ articles, departments, state }: WatchedCatalogue): Promise<void> {
    if (!view || state === null || state === keptState) return
    keptState = state
    const wanted = firstShelfOf(view.articles).map(article => article.articleId)
    const asRead = new Map(articles.map(article => [article.articleId, article]))
    const kept = wanted.flatMap(id => asRead.get(id) ?? [])
    // With every article hidden there is nothing to show ahead.
    if (kept.length > 0) await keepFirstShelf(context, { state, articles: kept, departments })
  }

  async function start(): Promise<void> {
    const kept = await readFirstShelf(context)
    if (!kept || isWatching) return readWhole()
    keptState = kept.state
    const articles = articlesAt([...kept.articles], shopTimeOf(context.now().at))
    first = { articles, departments: kept.departments }
    for (const { onFirst } of followers) onFirst(first)
  }

  function readWhole(): void {
    if (isWatching) return
    isWatching = true
    watchCatalogue(context, show, error => reportError(error))
  }

  start().catch(error => {
    reportError(error)
    readWhole()
  })

  return {
    follow(follower) {
      followers.push(follower)
      const { onFirst, onPiece } = follower
      if (view) for (const piece of feedPieces(undefined, view)) onPiece(piece)
      else if (first) onFirst(first)
      if (indexed) onPiece(indexPiece(indexed.index, patch))
    },
    readWhole,
  }
}
