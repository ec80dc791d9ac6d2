import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeCoins, isUnlikelyAmount, quickCashCents } from '@/core/payment/tender'
import { amountTyped } from '@/core/typedAmount'

it.each([
  [2270, [2270, 2500, 3000, 4000, 5000, 10_000]],
  [1320, [1320, 1500, 2000, 5000, 10_000]],
  [6723, [6723, 7000, 8000, 10_000]],
  [500, [500, 1000, 2000, 5000, 10_000]],
  [1, [1, 100, 200, 500, 1000, 2000]],
  [320, [320, 400, 500, 1000, 2000]],
  [10_000, [10_000]],
  [12_345, [12_345, 12_500, 13_000, 14_000, 15_000, 20_000]],
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

describe('digits typed as an amount', () => {
  it.each(['3760000000017', '036000291452', '96385074', '00012348', '2900000000094'])(
    'refuses the barcode %s, whatever is to be paid',
    code => {
      for (const left of [1, 6_723, 9_999_999]) expect(isUnlikelyAmount(code, left)).toBe(true)
    },
  )

  it('refuses what would give back more than 1 000,00 €, and nothing below', () => {
    expect(isUnlikelyAmount('1067,23', 6_723)).toBe(false)
    expect(isUnlikelyAmount('1067,24', 6_723)).toBe(true)
    expect(isUnlikelyAmount('99999,99', 9_999_999)).toBe(false)
    expect(isUnlikelyAmount('', 0)).toBe(false)
  })

  it('never refuses an amount offered as a quick one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_000_000 }), due => {
        for (const sum of quickCashCents(due)) {
          expect(isUnlikelyAmount(amountTyped(sum), due)).toBe(false)
        }
      }),
    )
  })
})
