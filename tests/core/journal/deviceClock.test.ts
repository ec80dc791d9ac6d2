import { describe, expect, it } from 'vitest'
import { clockDoubtAt, clockDoubtBy, clockMovedMs } from '@/core/journal/deviceClock'

const MINUTE = 60_000
const before = { wallMs: 1_000_000, steadyMs: 500 }
const after = (steadyMs: number, wallMs: number) => ({
  wallMs: before.wallMs + wallMs,
  steadyMs: before.steadyMs + steadyMs,
})

describe('a clock that is moved', () => {
  it.each([
    ['runs as it should', after(MINUTE, MINUTE), true, 0],
    ['is corrected by seconds', after(MINUTE, MINUTE + 20_000), true, 0],
    ['is set back', after(MINUTE, -59 * MINUTE), true, -60 * MINUTE],
    ['is set back while nobody looks', after(MINUTE, -59 * MINUTE), false, -60 * MINUTE],
    ['is set forward under the eyes', after(MINUTE, 61 * MINUTE), true, 60 * MINUTE],
    ['is ahead after a sleep', after(MINUTE, 61 * MINUTE), false, 0],
  ])('%s', (_what, now, wasSeen, movedMs) => {
    expect(clockMovedMs(before, now, wasSeen)).toBe(movedMs)
  })
})

const LAST = '2026-01-02T10:00:00.000+01:00'
const KNOWN = { at: '2026-02-01T00:00:00.000Z', from: 'shop' } as const
const DAY = 86_400

describe('a clock compared before an entry is sealed', () => {
  it.each([
    ['is where it was', '2026-01-02T10:00:00.000+01:00', null, null],
    ['is where it was, in another offset', '2026-01-02T09:00:01.000+00:00', null, null],
    ['is earlier by what seals side by side', '2026-01-02T09:59:51.000+01:00', null, null],
    ['is a minute behind', '2026-01-02T09:59:00.000+01:00', null, ['behind-journal', -60]],
    ['is 430 days behind', '2024-10-29T10:00:00.000+01:00', null, ['behind-journal', -430 * DAY]],
    ['is behind the shop’s', '2026-01-31T00:00:00.000Z', KNOWN, ['behind-known', -DAY]],
    ['is behind the shop’s by a drift', '2026-01-31T23:55:00.000Z', KNOWN, null],
    ['is ahead by weeks without a network', '2026-02-10T10:00:00.000+01:00', null, null],
    ['is 430 days ahead', '2027-03-08T10:00:00.000+01:00', null, ['ahead', 430 * DAY]],
    ['is ahead of the shop’s by weeks', '2026-03-10T00:00:00.000Z', KNOWN, null],
    ['is far ahead of the shop’s too', '2026-04-02T00:00:00.000Z', KNOWN, ['ahead', 60 * DAY]],
    ['is behind both: the journal counts', '2026-01-01T00:00:00.000Z', KNOWN, ['behind-journal']],
  ] as const)('%s', (_what, at, known, expected) => {
    const doubt = clockDoubtAt(at, { lastAt: LAST, known })
    if (expected === null) expect(doubt).toBeNull()
    else expect(doubt).toMatchObject({ kind: expected[0], ...seconds(expected[1]) })
  })

  it.each([
    ['agrees with a server’s', '2026-02-01T00:05:00.000Z', null],
    ['is ahead of it', '2026-02-03T00:00:00.000Z', 'ahead'],
    ['is behind it', '2026-01-31T00:00:00.000Z', 'behind-known'],
  ] as const)('%s', (_what, at, kind) => {
    expect(clockDoubtBy(KNOWN.at, at)?.kind ?? null).toBe(kind)
  })
})

const seconds = (movedSeconds: number | undefined) =>
  movedSeconds === undefined ? {} : { movedSeconds }
