import type { TillError } from '@/core/errors'
import type { UnreadableRow } from './shopRows'

/** Record of a sync: what was read, what changed, or why it stopped. */
export interface SyncRun {
  runId: string
  host: string
  /** Whether a person started it, the till by itself, or another device told what it had read. */
  trigger: 'hand' | 'automatic' | 'shared'
  startedAt: string
  endedAt: string
  /** When the shop was read, on the device that told of it; absent where this one read it. */
  readAt?: string
  /** When the owner undid it. */
  undoneAt?: string
  requests: number
  counts: SyncCounts
  unreadable: UnreadableRow[]
  /** Articles at another price since, and new ones; absent where there are none. */
  repriced?: Repriced
  /** What the host's PHP printed around its answers; only in the first sync that met it. */
  hostNotice?: string
  outcome: SyncOutcome
  /** Null unless the sync failed. */
  error: TillError | null
}

/** Articles that a sync priced anew, or that are new. */
export interface Repriced {
  /** As many as are kept by their names. */
  articleIds: string[]
  /** How many more there were. */
  more: number
}

/** `waiting`: read but not applied, until the owner has looked at it. */
export type SyncOutcome = 'applied' | 'unchanged' | 'waiting' | 'failed' | 'undone'

export interface SyncCounts {
  created: number
  /** Articles and departments. */
  changed: number
  /** The departments among them; absent in runs that an older version recorded. */
  departmentsChanged?: number
  retired: number
  /** Number of articles on sale after it was applied. */
  articles: number
  departments: number
  vatGroups: number
}

/** Progress of a sync, for a progress bar. */
export interface SyncProgress {
  step: SyncStep
  /** Rows of this step read so far. */
  done: number
  /** Rows of this step in all; null when the shop does not tell. */
  expected: number | null
}

export type SyncStep =
  'connecting' | 'changes' | 'articles' | 'combinations' | 'applying' | 'pictures'
