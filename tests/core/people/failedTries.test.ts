import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  afterFailure,
  NO_FAILED_TRIES,
  onClock,
  secondsToWait,
  triesLeft,
} from '@/core/people/failedTries'
import { momentOf } from '@/core/moment'

const START = Date.UTC(2026, 0, 2, 9)
const after = (seconds: number) => momentOf(START + seconds * 1000, 60).at
const failed = (count: number) => ({ count, lastAt: after(0) })

it('leaves five tries free, then waits longer each time', () => {
  const waits = Array.from({ length: 12 }, (_none, count) => secondsToWait(failed(count), after(0)))
  expect(waits).toEqual([0, 0, 0, 0, 0, 30, 60, 300, 900, 3600, 3600, 3600])
  expect([0, 1, 4, 5, 9].map(count => triesLeft(failed(count)))).toEqual([5, 4, 1, 0, 0])
})

it('counts the wait down to the second', () => {
  expect(secondsToWait(failed(5), after(29.5))).toBe(1)
  expect(secondsToWait(failed(5), after(30))).toBe(0)
  expect(secondsToWait(failed(5), after(3000))).toBe(0)
})

it('begins a wait again on a clock set back, rather than waiting for the earlier time', () => {
  const late = { count: 5, lastAt: after(86_400) }
  expect(secondsToWait(late, after(0))).toBe(30)
  expect(secondsToWait(onClock(late, after(0)), after(31))).toBe(0)
  expect(onClock(failed(5), after(10))).toEqual(failed(5))
})

it('never takes more than 40 wrong tries in a day, however they are timed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 400 }), pauses => {
      let [now, taken, tries] = [0, 0, NO_FAILED_TRIES]
      for (const pause of pauses) {
        now += pause
        if (now > 86_400) break
        if (secondsToWait(tries, after(now)) > 0) continue
        tries = afterFailure(tries, after(now))
        taken += 1
      }
      expect(taken).toBeLessThanOrEqual(40)
    }),
  )
})
