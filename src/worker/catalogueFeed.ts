import {
  feedPieces,
  indexOf,
  indexPiece,
  shelfView,
  type FeedPiece,
  type ShelfView,
} from '@/core/catalogue/catalogueFeed'
import { editedArticleIds } from '@/core/catalogue/articleEdits'
import { articlesAt, nextPriceChange, shopTimeOf } from '@/core/catalogue/promotions'
import type { SearchIndex } from '@/core/catalogue/search'
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
  /** Finds the articles of the view; null until it is built. */
  let index: SearchIndex | null = null
  const followers: ((piece: FeedPiece) => void)[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function hand(pieces: readonly FeedPiece[]): void {
    for (const follower of followers) for (const piece of pieces) follower(piece)
  }

  function show(next: LaidCatalogue): void {
    const now = shopTimeOf(context.now().at)
    const articles = articlesAt(next.articles, now)
    const before = view
    view = shelfView({ ...next, articles, editedIds: editedArticleIds(articles, next.edits) })
    const pieces = feedPieces(before, view)
    index = pieces.at(-1)?.searchIndex ?? index
    hand(pieces)
    // After the pieces have left: the shelf is shown while its index is built.
    if (!before) setTimeout(indexFirst)
    clearTimeout(timer)
    if (nextPriceChange(articles, now) !== null) timer = setTimeout(() => show(next), LOOK_EVERY_MS)
  }

  function indexFirst(): void {
    if (index || !view) return
    index = indexOf(view)
    hand([indexPiece(index)])
  }

  watchCatalogue(context, show, error => reportError(error))

  return {
    follow(onPiece) {
      followers.push(onPiece)
      if (!view) return
      for (const piece of feedPieces(undefined, view)) onPiece(piece)
      if (index) onPiece(indexPiece(index))
    },
  }
}
