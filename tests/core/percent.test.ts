import { expect, it } from 'vitest'
import { parsePercent } from '@/core/percent'

it.each([
  ['10', 1000],
  ['12,5 %', 1250],
  ['0', 0],
  ['100', 10_000],
  ['100,01', undefined],
  ['-5', undefined],
  ['', undefined],
  ['12,345', undefined],
])('%s is read as %s hundredths of a percent', (typed, rate) => {
  expect(parsePercent(typed)).toBe(rate)
})
