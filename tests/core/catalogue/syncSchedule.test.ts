import { describe, expect, it } from 'vitest'
import type { TillError } from '@/core/errors'
import { maySyncNow, nextSyncInMs, type SyncMoment } from '@/core/catalogue/syncSchedule'
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
