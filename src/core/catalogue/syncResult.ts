import type { SyncRun } from './syncRun'

/** The figures to show of the syncs, and when it was seen since that they still hold. */
export interface SyncResult {
  run: SyncRun
  /** When an automatic sync that changed nothing ended; null when the run is the last one. */
  recheckedAt: string | null
}

/**
 * What to show after `last`: its own figures, or those of the last run that changed
 * something, when `last` came by itself and changed nothing. Nobody asked for its noughts.
 */
export function syncResultOf(last: SyncRun | null, runs: readonly SyncRun[]): SyncResult | null {
  if (!last) return null
  const itself = { run: last, recheckedAt: null }
  if (!isQuiet(last)) return itself
  const changing = runs.find(run => run.startedAt < last.startedAt && hasChanged(run))
  // What was undone since is not what the catalogue holds.
  if (changing?.outcome !== 'applied') return itself
  return { run: changing, recheckedAt: last.endedAt }
}

const isQuiet = (run: SyncRun): boolean =>
  run.trigger === 'automatic' && run.outcome !== 'waiting' && !run.error && !hasFigures(run)

const hasChanged = (run: SyncRun): boolean =>
  (run.outcome === 'applied' || run.outcome === 'undone') && hasFigures(run)

function hasFigures({ counts, unreadable }: SyncRun): boolean {
  return counts.created + counts.changed + counts.retired + unreadable.length > 0
}
