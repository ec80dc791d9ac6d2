import type { Article } from '@/core/article'

/** What one place on the shelf shows: an article, or a family to choose an article from. */
export type Tile =
  | { kind: 'article'; tileId: string; article: Article }
  | { kind: 'family'; tileId: string; name: string; articles: Article[] }

/**
 * The tiles of a list of articles, in its order. Combinations of one product share a
 * tile, where the first of them stands; alone in the list, one is a plain article.
 */
export function tilesOf(articles: readonly Article[]): Tile[] {
  const families = new Map<string, Extract<Tile, { kind: 'family' }>>()
  const tiles: Tile[] = []
  for (const article of articles) {
    const { family } = article
    const known = family && families.get(family.familyId)
    if (known) {
      known.articles.push(article)
      continue
    }
    if (!family) {
      tiles.push({ kind: 'article', tileId: article.articleId, article })
      continue
    }
    const tile = {
      kind: 'family' as const,
      tileId: `family-${family.familyId}`,
      name: family.name,
      articles: [article],
    }
    families.set(family.familyId, tile)
    tiles.push(tile)
  }
  return tiles.map(aloneIsPlain)
}

/** Rows of so many tiles. */
export function rowsOf(tiles: readonly Tile[], columns: number): Tile[][] {
  const rows: Tile[][] = []
  for (let start = 0; start < tiles.length; start += columns) {
    rows.push(tiles.slice(start, start + columns))
  }
  return rows
}

/** What tells a combination from the others of its family: the end of its name. */
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

/** One or two letters that stand for a name without a picture. */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(word => word.length > 2 || /\d/.test(word))
  const [first = name, second = ''] = words
  return (first.charAt(0) + second.charAt(0)).toLocaleUpperCase('fr')
}

function aloneIsPlain(tile: Tile): Tile {
  const [article] = tile.kind === 'family' ? tile.articles : []
  if (tile.kind === 'article' || !article || tile.articles.length > 1) return tile
  return { kind: 'article', tileId: article.articleId, article }
}
