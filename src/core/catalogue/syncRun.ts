import type { TillError } from '@/core/errors'
import type { UnreadableRow } from './shopRows'

/** A sync as the till remembers it: what was read, what changed, or why it stopped. */
export interface SyncRun {
  runId: string
  host: string
  /** Who began it: a hand on the button, or the till by itself. */
  trigger: 'hand' | 'automatic'
  startedAt: string
  endedAt: string
  requests: number
  counts: SyncCounts
  unreadable: UnreadableRow[]
  outcome: SyncOutcome
  /** Null unless it failed. */
  error: TillError | null
}

/** `waiting` is read but not applied: the owner must look at it first. */
export type SyncOutcome = 'applied' | 'unchanged' | 'waiting' | 'failed' | 'undone'

export interface SyncCounts {
  created: number
  changed: number
  retired: number
  /** Articles on sale once it was applied. */
  articles: number
  departments: number
  vatGroups: number
}

/** How far a sync is; sent as it goes, for a progress bar. */
export interface SyncProgress {
  step: SyncStep
  /** Rows read of this step so far. */
  done: number
  /** Rows expected of this step; null when the shop cannot tell. */
  expected: number | null
}

export type SyncStep =
  'connecting' | 'changes' | 'articles' | 'combinations' | 'applying' | 'pictures'
