import type { ArticleChange } from './articleChanges'
import type { Repriced, SyncRun } from './syncRun'

/** Articles of one sync that are named in its record; of the rest only the number is kept. */
export const MOST_REPRICED = 1_000

/**
 * Articles that a sync priced anew: at another price, or new on sale. Undefined where there are none,
 * and for a first import, after which every article is new.
 */
export function repricedBy(
  changes: readonly ArticleChange[],
  wasFirst: boolean,
): Repriced | undefined {
  if (wasFirst) return undefined
  const ids = changes
    .filter(({ kind, before }) => kind === 'created' || before.priceCents !== undefined)
    .map(({ articleId }) => articleId)
  if (ids.length === 0) return undefined
  return {
    articleIds: ids.slice(0, MOST_REPRICED),
    more: Math.max(0, ids.length - MOST_REPRICED),
  }
}

/** A sync that priced articles anew, and what it and all later ones priced. */
export interface RepricedSince {
  run: SyncRun
  repriced: Repriced
}

/**
 * What was priced anew since each sync that did so, the latest first: the articles of that sync and
 * of all after it, each once. An import that was undone counts as none. `runs` are newest first.
 */
export function repricedSince(runs: readonly SyncRun[]): RepricedSince[] {
  const articleIds = new Set<string>()
  let more = 0
  return runs.flatMap(run => {
    if (!run.repriced || run.outcome !== 'applied') return []
    for (const id of run.repriced.articleIds) articleIds.add(id)
    more += run.repriced.more
    return { run, repriced: { articleIds: [...articleIds], more } }
  })
}
