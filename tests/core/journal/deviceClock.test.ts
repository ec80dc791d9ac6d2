import { describe, expect, it } from 'vitest'
import { behindJournalMs, clockMovedMs } from '@/core/journal/deviceClock'

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

  it('is behind the journal, in whatever offsets both were written', () => {
    expect(behindJournalMs('2026-01-02T10:00:00.000+01:00', '2026-01-02T09:00:01.000+00:00')).toBe(
      0,
    )
    expect(behindJournalMs('2026-01-02T10:00:00.000+01:00', '2026-01-02T09:59:00.000+01:00')).toBe(
      MINUTE,
    )
  })
})
