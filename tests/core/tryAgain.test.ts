import { expect, it } from 'vitest'
import { tryAgainInMs } from '@/core/tryAgain'

it('is tried again later and later, at least every hour', () => {
  expect([0, 1, 2, 20].map(failures => tryAgainInMs(failures, 0.5))).toEqual([
    30_000, 60_000, 120_000, 3_600_000,
  ])
})
