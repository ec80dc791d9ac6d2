import type { Article } from '@/core/catalogue/article'

/** One tile of the shelf: an article, or a family to choose an article from. */
export type Tile =
  | { kind: 'article'; tileId: string; article: Article }
  | { kind: 'family'; tileId: string; name: string; articles: Article[] }

/** One tile per article, made once: drawing thousands of tiles again then costs next to nothing. */
const plainTiles = new WeakMap<Article, Tile>()

/**
 * The tiles of a list of articles, in its order. Combinations of one product share a tile, at the
 * position of the first; a single combination is a plain article.
 */
export function tilesOf(articles: readonly Article[]): Tile[] {
  const families = new Map<string, Article[]>()
  for (const article of articles) {
    if (!article.family) continue
    const members = families.get(article.family.familyId)
    if (members) members.push(article)
    else families.set(article.family.familyId, [article])
  }
  const tiles: Tile[] = []
  for (const article of articles) {
    const members = article.family ? families.get(article.family.familyId) : undefined
    if (!article.family || !members || members.length === 1) tiles.push(plainTile(article))
    else if (members[0] === article) tiles.push(familyTile(article.family, members))
  }
  return tiles
}

/**
 * Keeps the identity of unchanged tiles: returns the former tile where it is equal at the same
 * position, and the former list when all are. Unchanged tiles are then not drawn again.
 */
export function sameTiles(before: Tile[], next: Tile[]): Tile[] {
  const kept = next.map((tile, at) => {
    const was = before[at]
    return was && isSameTile(was, tile) ? was : tile
  })
  return kept.length === before.length && kept.every((tile, at) => tile === before[at])
    ? before
    : kept
}

function isSameTile(one: Tile, other: Tile): boolean {
  if (one === other) return true
  if (one.kind === 'article' || other.kind === 'article') return false
  return (
    one.tileId === other.tileId &&
    one.name === other.name &&
    one.articles.length === other.articles.length &&
    one.articles.every((article, at) => article === other.articles[at])
  )
}

/** Splits tiles into rows of `columns` tiles. */
export function rowsOf(tiles: readonly Tile[], columns: number): Tile[][] {
  const rows: Tile[][] = []
  for (let start = 0; start < tiles.length; start += columns) {
    rows.push(tiles.slice(start, start + columns))
  }
  return rows
}

/** The end of a combination's name, which tells it from the others of its family. */
export function variantName(article: Article): string {
  const familyName = article.family?.name ?? ''
  if (!familyName || !article.name.startsWith(familyName)) return article.name
  return article.name.slice(familyName.length).replace(/^[\s–—:,·-]+/, '') || article.name
}

/** One of the eight tints, always the same for the same text. */
export function tintOf(text: string): number {
  let sum = 0
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973
  return sum % 8
}

/** One or two letters shown for a name without a picture. */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(word => word.length > 2 || /\d/.test(word))
  const [first = name, second = ''] = words
  return (first.charAt(0) + second.charAt(0)).toLocaleUpperCase('fr')
}

function plainTile(article: Article): Tile {
  const known = plainTiles.get(article)
  if (known) return known
  const tile: Tile = { kind: 'article', tileId: article.articleId, article }
  plainTiles.set(article, tile)
  return tile
}

function familyTile(family: NonNullable<Article['family']>, articles: Article[]): Tile {
  return { kind: 'family', tileId: `family-${family.familyId}`, name: family.name, articles }
}
