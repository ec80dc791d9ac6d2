import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  afterFailure,
  countedDown,
  NO_FAILED_TRIES,
  secondsToWait,
  triesLeft,
  type FailedTries,
} from '@/core/people/failedTries'

const AT = '2026-01-02T10:00:00.000+01:00'
const steady = (seconds: number, opening = 'this') => ({ opening, ms: seconds * 1000 })

/** So many wrong PINs in a row, the last one at second 0. */
function failed(count: number): FailedTries {
  let tries = NO_FAILED_TRIES
  for (let made = 0; made < count; made += 1) tries = afterFailure(tries, AT, steady(0))
  return tries
}

const waitAfter = (tries: FailedTries, seconds: number, opening?: string) =>
  secondsToWait(countedDown(tries, steady(seconds, opening)))

it('leaves five tries free, then waits longer each time', () => {
  const waits = Array.from({ length: 12 }, (_none, count) => secondsToWait(failed(count)))
  expect(waits).toEqual([0, 0, 0, 0, 0, 30, 60, 300, 900, 3600, 3600, 3600])
  expect([0, 1, 4, 5, 9].map(count => triesLeft(failed(count)))).toEqual([5, 4, 1, 0, 0])
})

it('counts the wait down to the second', () => {
  expect(waitAfter(failed(5), 29.5)).toBe(1)
  expect(waitAfter(failed(5), 30)).toBe(0)
  expect(waitAfter(failed(5), 3000)).toBe(0)
})

it('keeps what is left across reloads, and begins the wait of an earlier version again', () => {
  const half = countedDown(failed(6), steady(20))
  expect(waitAfter(half, 5000, 'reloaded')).toBe(40)
  const reloaded = countedDown(half, steady(3, 'reloaded'))
  expect(waitAfter(reloaded, 13, 'reloaded')).toBe(30)
  expect(waitAfter({ count: 5, lastAt: '2020-01-02T10:00:00.000+01:00' }, 9000)).toBe(30)
})

it('never takes more than 40 wrong tries in a day, however they are timed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 400 }), pauses => {
      let [now, taken, tries] = [0, 0, NO_FAILED_TRIES]
      for (const pause of pauses) {
        now += pause
        if (now > 86_400) break
        tries = countedDown(tries, steady(now))
        if (secondsToWait(tries) > 0) continue
        tries = afterFailure(tries, AT, steady(now))
        taken += 1
      }
      expect(taken).toBeLessThanOrEqual(40)
    }),
  )
})
