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
import type { SearchPatch } from '@/core/catalogue/searchPatch'
import type { TillContext } from '@/till/context'
import { watchCatalogue, type LaidCatalogue } from '@/till/catalogue/watchCatalogue'

/** A promotion that begins or ends changes the price within this time, also without a network. */
const LOOK_EVERY_MS = 60_000

export interface CatalogueFeed {
  /** Calls back with the catalogue in pieces, then with each change of it. */
  follow: (onPiece: (piece: FeedPiece) => void) => void
}

/**
 * Reads the catalogue in the worker, orders and indexes it there, and hands it over in small
 * pieces: a sync of thousands of articles then delays no tap.
 */
export function makeCatalogueFeed(context: TillContext): CatalogueFeed {
  let view: ShelfView | undefined
  /** The view that was indexed last; null until one is. */
  let indexed: IndexedView | null = null
  /** What changed of it since. */
  let patch: SearchPatch | null = null
  const followers: ((piece: FeedPiece) => void)[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function hand(pieces: readonly FeedPiece[]): void {
    for (const follower of followers) for (const piece of pieces) follower(piece)
  }

  function show(next: LaidCatalogue): void {
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
    clearTimeout(timer)
    if (nextPriceChange(articles, now) !== null) timer = setTimeout(() => show(next), LOOK_EVERY_MS)
  }

  function indexFirst(): void {
    if (indexed || !view) return
    indexed = { view, index: indexOf(view) }
    hand([indexPiece(indexed.index, null)])
  }

  watchCatalogue(context, show, error => reportError(error))

  return {
    follow(onPiece) {
      followers.push(onPiece)
      if (!view) return
      for (const piece of feedPieces(undefined, view)) onPiece(piece)
      if (indexed) onPiece(indexPiece(indexed.index, patch))
    },
  }
}
