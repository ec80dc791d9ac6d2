import type { Article, Department } from './article'
import { favouritesFirst } from './shelfOrder'

/** What the shelf shows on opening, before every article is here. */
export interface FirstShelf {
  /** Articles of the first tiles, in the order of the shelf: those of a tile are there together. */
  articles: readonly Article[]
  departments: readonly Department[]
}

/** More than the largest screen shows at once. */
const TILES = 120
/** A tile with so many articles that it goes over these is left to the whole shelf, with all after it. */
const MOST_ARTICLES = 600

/**
 * Articles of the first tiles of the shelf, out of all articles on sale in shelf order. The tiles
 * made of them are those that all articles begin with: nothing moves when the others come.
 */
export function firstShelfOf(articles: readonly Article[]): Article[] {
  const shown = favouritesFirst(articles.filter(article => !article.isHidden))
  const sizes = new Map<string, number>()
  for (const article of shown) sizes.set(tileOf(article), (sizes.get(tileOf(article)) ?? 0) + 1)
  const wanted = new Set<string>()
  let room = MOST_ARTICLES
  // A map tells its keys in the order in which they first came.
  for (const [tile, size] of sizes) {
    room -= size
    if (wanted.size === TILES || room < 0) break
    wanted.add(tile)
  }
  return shown.filter(article => wanted.has(tileOf(article)))
}

const tileOf = ({ articleId, family }: Article): string =>
  family ? `family ${family.familyId}` : articleId
