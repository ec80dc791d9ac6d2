import type { Article } from './article'
import { buildSearchIndex, matches, nearMatches, type SearchIndex } from './search'

/**
 * What changed of the articles since a search index was built. Fifty names that change are indexed in
 * a fraction of the time that all take.
 */
export interface SearchPatch {
  /** Ranks of the index whose articles changed or left: it no longer finds them. */
  replaced: Uint32Array
  /** For each rank of the index, the position of its article in the list as it is now. */
  positions: Uint32Array
  /** Finds the articles that changed or came. Its `positions` are in the list as it is now. */
  newer: SearchIndex
  /** For each rank of `newer`, the rank of the index in front of which it stands. */
  before: Uint32Array
}

/** Where more articles changed or left than these, the index is built anew: every search passes over them. */
const MOST_PATCHED = 1_000

/** A search index, and what changed since; null for nothing. */
export interface PatchedIndex {
  whole: SearchIndex
  patch: SearchPatch | null
}

/**
 * The patch that lets an index, built from `indexed`, find the articles of another list; null where
 * too many changed or left.
 * `isFoundAlike` tells of an article whether the index still finds it rightly. The articles found
 * alike must stand in the same order in both lists.
 */
export function patchFor(
  whole: SearchIndex,
  indexed: readonly Article[],
  articles: readonly Article[],
  departmentNames: ReadonlyMap<string, string>,
  isFoundAlike: (article: Article, before: Article) => boolean,
): SearchPatch | null {
  const positionById = new Map(articles.map((article, at) => [article.articleId, at] as const))
  const positions = new Uint32Array(whole.positions.length)
  const replaced: number[] = []
  const kept = new Set<number>()
  whole.positions.forEach((at, rank) => {
    const before = indexed[at]
    const position = before && positionById.get(before.articleId)
    const article = position === undefined ? undefined : articles[position]
    if (!before || position === undefined || !article || !isFoundAlike(article, before)) {
      replaced.push(rank)
      return
    }
    positions[rank] = position
    kept.add(position)
  })
  const changed = articles.flatMap((_, at) => (kept.has(at) ? [] : [at]))
  if (Math.max(replaced.length, changed.length) > MOST_PATCHED) return null
  const newer = buildSearchIndex(
    changed.flatMap(at => articles[at] ?? []),
    departmentNames,
  )
  newer.positions = newer.positions.map(at => changed[at] ?? 0)
  const isReplaced = new Set(replaced)
  const ranks = [...positions.keys()].filter(rank => !isReplaced.has(rank))
  return {
    replaced: Uint32Array.from(replaced),
    positions,
    newer,
    before: placesAmong(newer.positions, ranks, positions, articles),
  }
}

/** For each new article, in the order of results, the first of the ranks that stands behind it. */
function placesAmong(
  newer: Uint32Array,
  ranks: readonly number[],
  positions: Uint32Array,
  articles: readonly Article[],
): Uint32Array {
  const placeOf = (at: number) => articles[at]?.position ?? 0
  const isBehind = (at: number, other: number) => placeOf(at) - placeOf(other) || at - other
  let next = 0
  return newer.map(at => {
    while (next < ranks.length && isBehind(positions[ranks[next] ?? 0] ?? 0, at) < 0) next += 1
    return ranks[next] ?? positions.length
  })
}

/**
 * Finds at most `limit` articles and returns their positions in the list as it is now: those with
 * this very code or reference, then those whose names begin with the query, then the others.
 */
export function searchPositions(index: PatchedIndex, query: string, limit: number): number[] {
  return found(index, query, limit, matches)
}

/** As `searchPositions`, of articles that match but for a typing mistake. */
export function nearPositions(index: PatchedIndex, query: string, limit: number): number[] {
  return found(index, query, limit, nearMatches)
}

const KINDS = ['exact', 'named', 'others'] as const

function found(
  { whole, patch }: PatchedIndex,
  query: string,
  limit: number,
  match: typeof matches,
) {
  if (!patch) {
    const { exact, named, others } = match(whole, query, limit)
    const ranks = [...exact, ...named, ...others].slice(0, limit)
    return ranks.map(rank => whole.positions[rank] ?? 0)
  }
  const replaced = new Set(patch.replaced)
  // Replaced ranks may be the first that match.
  const old = match(whole, query, limit + replaced.size)
  const newer = match(patch.newer, query, limit)
  const inOrder = KINDS.flatMap(kind => {
    const kept = old[kind].filter(rank => !replaced.has(rank))
    return merged(kept, newer[kind], patch)
  })
  return inOrder.slice(0, limit)
}

/** Positions of ranks of the index and of the newer one, in the order of results. */
function merged(old: readonly number[], newer: readonly number[], patch: SearchPatch): number[] {
  const positions: number[] = []
  let next = 0
  const takeNewer = (untilRank: number) => {
    for (; next < newer.length; next += 1) {
      const rank = newer[next] ?? 0
      if ((patch.before[rank] ?? 0) > untilRank) return
      positions.push(patch.newer.positions[rank] ?? 0)
    }
  }
  for (const rank of old) {
    takeNewer(rank)
    positions.push(patch.positions[rank] ?? 0)
  }
  takeNewer(Infinity)
  return positions
}
