import type { TillError } from '@/core/errors'
import type { SyncRun } from './syncRun'

/** What an automatic sync depends on at the moment it is due. */
export interface SyncMoment {
  isOnline: boolean
  /** A payment is being entered, or a sale is being sealed. */
  isPaying: boolean
  /** The device saves data, or its connection is billed by volume. */
  isMetered: boolean
  /** The battery is low and not charging. */
  isBatteryLow: boolean
  /** Another sync is running. */
  isRunning: boolean
  /** Another tab serves the counter: it knows when a payment is being made, and syncs by itself. */
  isElsewhere: boolean
}

/** Random part of the interval, added or taken off, so that tills do not all sync at once. */
const JITTER = 0.2
const LONGEST_MS = 8 * 3_600_000
/** Errors of a shop in trouble, after which it is asked less and less often. */
const TROUBLE: readonly TillError['code'][] = [
  'shop-failing',
  'shop-busy',
  'shop-firewall',
  'shop-timeout',
  'shop-unreachable',
  'shop-answer-unreadable',
]

/** Whether an automatic sync may begin now. */
export function maySyncNow(moment: SyncMoment): boolean {
  const { isOnline, isPaying, isMetered, isBatteryLow, isRunning, isElsewhere } = moment
  return isOnline && !isPaying && !isMetered && !isBatteryLow && !isRunning && !isElsewhere
}

/**
 * Milliseconds until the next automatic sync: the owner's interval, doubled for each of the latest
 * syncs that met a shop in trouble, at most 8 hours before it is spread at random (`random` is from
 * 0 to 1).
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
