import type { TillError } from '@/core/errors'
import type { SyncRun } from './syncRun'

/** What an automatic sync looks at before it begins. */
export interface SyncMoment {
  isOnline: boolean
  /** An amount is being asked or a sale is being sealed. */
  isPaying: boolean
  /** The device was told to save data, or pays for what it loads. */
  isMetered: boolean
  /** The battery is low and nothing charges it. */
  isBatteryLow: boolean
  /** Another sync is under way. */
  isRunning: boolean
  /** Another tab serves the counter: it knows when a payment is made, and syncs. */
  isElsewhere: boolean
}

/** Part of the interval that chance adds or takes, so that tills do not knock together. */
const JITTER = 0.2
const LONGEST_MS = 8 * 3_600_000
/** What a shop in trouble answers: it is asked less and less often. */
const TROUBLE: readonly TillError['code'][] = [
  'shop-failing',
  'shop-busy',
  'shop-timeout',
  'shop-unreachable',
  'shop-answer-unreadable',
]

export function maySyncNow(moment: SyncMoment): boolean {
  const { isOnline, isPaying, isMetered, isBatteryLow, isRunning, isElsewhere } = moment
  return isOnline && !isPaying && !isMetered && !isBatteryLow && !isRunning && !isElsewhere
}

/**
 * Milliseconds until the next automatic sync: the owner's interval, doubled for each of the
 * last syncs that met a shop in trouble, and spread by chance (`random` from 0 to 1).
 */
export function nextSyncInMs(
  everyMinutes: number,
  runs: readonly SyncRun[],
  random: number,
): number {
  const healthy = runs.findIndex(run => !run.error || !TROUBLE.includes(run.error.code))
  const troubles = healthy === -1 ? runs.length : healthy
  const spread = 1 + JITTER * (2 * random - 1)
  return Math.min(LONGEST_MS, everyMinutes * 60_000 * 2 ** Math.min(troubles, 10)) * spread
}
