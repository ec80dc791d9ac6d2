import { describe, expect, it } from 'vitest'
import type { TillError } from '@/core/errors'
import {
  arePricesDue,
  maySyncNow,
  nextPricesInMs,
  nextSyncInMs,
  pricesWithinMs,
  type SyncMoment,
} from '@/core/catalogue/syncSchedule'
import type { SyncRun } from '@/core/catalogue/syncRun'

const QUIET: SyncMoment = {
  isOnline: true,
  isPaying: false,
  isMetered: false,
  isBatteryLow: false,
  isRunning: false,
  isElsewhere: false,
}
const MINUTE = 60_000

const aRun = (error: TillError | null): SyncRun => ({
  runId: 'run',
  host: 'shop.example',
  trigger: 'automatic',
  startedAt: '',
  endedAt: '',
  requests: 3,
  counts: { created: 0, changed: 0, retired: 0, articles: 0, departments: 0, vatGroups: 0 },
  unreadable: [],
  outcome: error ? 'failed' : 'unchanged',
  error,
})
const failing = aRun({ code: 'shop-failing', host: 'shop.example', status: 503 })

describe('an automatic sync', () => {
  it('begins when nothing speaks against it', () => expect(maySyncNow(QUIET)).toBe(true))

  it.each([
    { isOnline: false },
    { isPaying: true },
    { isMetered: true },
    { isBatteryLow: true },
    { isRunning: true },
    { isElsewhere: true },
  ])('does not begin with %o', against => {
    expect(maySyncNow({ ...QUIET, ...against })).toBe(false)
  })

  it('comes back on the interval, a fifth more or less', () => {
    expect(nextSyncInMs(30, [], 0.5)).toBe(30 * MINUTE)
    expect(nextSyncInMs(30, [], 0)).toBe(24 * MINUTE)
    expect(nextSyncInMs(30, [], 1)).toBe(36 * MINUTE)
  })

  it('leaves a shop in trouble more and more time, and no more than a day’s work', () => {
    expect(nextSyncInMs(30, [failing], 0.5)).toBe(60 * MINUTE)
    expect(nextSyncInMs(30, [failing, failing], 0.5)).toBe(120 * MINUTE)
    expect(nextSyncInMs(30, [aRun(null), failing], 0.5)).toBe(30 * MINUTE)
    expect(nextSyncInMs(60, Array(50).fill(failing) as SyncRun[], 0.5)).toBe(480 * MINUTE)
  })

  it('does not slow down for a key that was refused: the shop is well', () => {
    const refused = aRun({ code: 'shop-key-refused', host: 'shop.example' })
    expect(nextSyncInMs(30, [refused], 0.5)).toBe(30 * MINUTE)
  })
})

describe('a reading of all prices', () => {
  const HOUR = 60 * MINUTE

  it.each([
    [1, 15 * MINUTE],
    [2_000, 15 * MINUTE],
    [2_001, HOUR],
    [10_000, HOUR],
    [30_000, 3 * HOUR],
  ])('of %i articles comes within its time', (articles, withinMs) => {
    expect(pricesWithinMs(articles)).toBe(withinMs)
  })

  it('is done by any sync that begins in the last fifth of that time, and planned there', () => {
    const readAt = '2026-11-24T12:00:00.000+01:00'
    const at = (minute: number) => `2026-11-24T12:${String(minute).padStart(2, '0')}:00.000+01:00`
    expect(arePricesDue(readAt, at(11), 500)).toBe(false)
    expect(arePricesDue(readAt, at(12), 500)).toBe(true)
    const prices = { readAt, articles: 500 }
    const now = Date.parse(at(5))
    expect(nextPricesInMs(prices, [], now, 0)).toBe(10 * MINUTE)
    expect(nextPricesInMs(prices, [], now, 1)).toBe(7 * MINUTE)
  })

  it('that a sync left undone waits its time anew, and longer where the shop is in trouble', () => {
    const prices = { readAt: new Date(0).toISOString(), articles: 500 }
    expect(nextPricesInMs(prices, [aRun(null)], 20 * MINUTE, 0)).toBe(15 * MINUTE)
    expect(nextPricesInMs(prices, [failing], 20 * MINUTE, 0)).toBeNull()
    expect(nextPricesInMs({ ...prices, readAt: null }, [], 0, 0)).toBeNull()
  })
})
