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

/** Up to so many articles, the till reads every price again within a quarter of an hour. */
const FEW_ARTICLES = 2_000
const FEW_WITHIN_MS = 15 * 60_000
/** Up to so many within an hour; beyond that, the time grows with the number of articles. */
const MANY_ARTICLES = 10_000
const MANY_WITHIN_MS = 60 * 60_000
/** From this share of that time on, a sync that begins anyway reads the prices, too. */
const DUE_FROM = 0.8

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
  'shop-answer-too-large',
]

/**
 * Time within which the till reads every price again by itself, in milliseconds. PrestaShop moves no
 * date when a promotion, a price rule, a combination's price or a tax changes: only reading tells.
 */
export function pricesWithinMs(articles: number): number {
  if (articles <= FEW_ARTICLES) return FEW_WITHIN_MS
  return MANY_WITHIN_MS * Math.max(1, articles / MANY_ARTICLES)
}

/** Whether prices last read at `readAt` must be read again at `at` (both ISO 8601). */
export function arePricesDue(readAt: string, at: string, articles: number): boolean {
  return Date.parse(at) - Date.parse(readAt) >= pricesWithinMs(articles) * DUE_FROM
}

/**
 * Milliseconds until the prices are read again, at the latest: short of their time by up to a fifth,
 * at random (`random` is from 0 to 1; `nowMs` in milliseconds since 1970). Prices that are overdue after a sync, because it could not
 * read or apply them, wait their time anew. Null while no price was read, and after a sync that met
 * a shop in trouble.
 */
export function nextPricesInMs(
  prices: { readAt: string | null; articles: number },
  runs: readonly SyncRun[],
  nowMs: number,
  random: number,
): number | null {
  if (prices.readAt === null || isTrouble(runs[0])) return null
  const within = pricesWithinMs(prices.articles) * (1 - (1 - DUE_FROM) * random)
  const left = within - (nowMs - Date.parse(prices.readAt))
  return left > 0 ? left : within
}

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
  const healthy = runs.findIndex(run => !isTrouble(run))
  const troubles = healthy === -1 ? runs.length : healthy
  const spread = 1 + JITTER * (2 * random - 1)
  return Math.min(LONGEST_MS, everyMinutes * 60_000 * 2 ** Math.min(troubles, 10)) * spread
}

const isTrouble = (run: SyncRun | undefined): boolean =>
  run?.error != null && TROUBLE.includes(run.error.code)
