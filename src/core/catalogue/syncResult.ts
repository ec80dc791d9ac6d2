import type { SyncRun } from './syncRun'

/** The sync whose figures are shown, and when a later sync found that nothing changed. */
export interface SyncResult {
  run: SyncRun
  /**
   * When the latest automatic sync, which changed nothing, ended; null when `run` is the latest
   * sync.
   */
  recheckedAt: string | null
}

/**
 * The result to show after the sync `last`: its own figures. When `last` was automatic and changed
 * nothing, the figures of the last sync that changed something are shown instead: nobody asked for
 * a row of zeros.
 */
export function syncResultOf(last: SyncRun | null, runs: readonly SyncRun[]): SyncResult | null {
  if (!last) return null
  const itself = { run: last, recheckedAt: null }
  if (!isQuiet(last)) return itself
  const changing = runs.find(run => run.startedAt < last.startedAt && hasChanged(run))
  // The catalogue no longer holds what an undone sync brought.
  if (!changing || changing.outcome === 'undone') return itself
  return { run: changing, recheckedAt: last.endedAt }
}

const isQuiet = (run: SyncRun): boolean =>
  run.trigger !== 'hand' && run.outcome !== 'waiting' && !run.error && !hasNews(run)

const hasChanged = (run: SyncRun): boolean =>
  run.outcome !== 'waiting' && run.outcome !== 'failed' && hasNews(run)

/** A sync is shown for its figures, and for what the owner is told only once. */
const hasNews = (run: SyncRun): boolean => run.hostNotice !== undefined || hasFigures(run)

function hasFigures({ counts, unreadable }: SyncRun): boolean {
  return counts.created + counts.changed + counts.retired + unreadable.length > 0
}
