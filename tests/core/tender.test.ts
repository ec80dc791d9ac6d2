import fc from 'fast-check'
import { expect, it } from 'vitest'
import { changeCoins, quickCashCents } from '@/core/tender'

it.each([
  [6723, [6723, 7000, 8000, 10_000]],
  [500, [500, 1000, 2000, 5000]],
  [1, [1, 500, 1000, 2000]],
])('offers sums a customer would hand over for %i', (due, sums) => {
  expect(quickCashCents(due)).toEqual(sums)
})

it('gives change with the fewest coins', () => {
  expect(changeCoins(277).map(({ count, valueCents }) => `${count}×${valueCents}`)).toEqual([
    '1×200',
    '1×50',
    '1×20',
    '1×5',
    '1×2',
  ])
})

it('never gives a coin too many nor too few', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), cents => {
      const given = changeCoins(cents).reduce((sum, coin) => sum + coin.valueCents * coin.count, 0)
      expect(given).toBe(cents)
    }),
  )
})
