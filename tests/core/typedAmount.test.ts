import fc from 'fast-check'
import { expect, it } from 'vitest'
import { amountTyped, isNoAmount, isTenfold, typeAmount, typedCents } from '@/core/typedAmount'
import { parseCents } from '@/core/money'

const typed = (...keys: string[]) => keys.reduce(typeAmount, '')

it.each([
  [['5', '0'], '50', 5_000],
  [['1', '2', '5', '0'], '1250', 125_000],
  [['1', '2', ',', '5', '0'], '12,50', 1_250],
  [['1', '2', ',', '5'], '12,5', 1_250],
  [['1', '2', ','], '12,', 1_200],
  [[',', '5'], '0,5', 50],
  [['5', '00'], '500', 50_000],
  [['5', ',', '00'], '5,00', 500],
  [['5', ',', '2', '00'], '5,20', 520],
  [['5', ',', ',', '2'], '5,2', 520],
  [[], '', 0],
])('%j is %s, in euros', (keys, text, cents) => {
  expect(typed(...keys)).toBe(text)
  expect(typedCents(text)).toBe(cents)
  expect(isNoAmount(text)).toBe(false)
})

it.each(['3760000000017', '00000017', '123456', '1,234'])(
  '%s is no amount, and no part of it passes for one',
  code => {
    expect(typed(...code)).toBe(code)
    expect(isNoAmount(code)).toBe(true)
    expect(typedCents(code)).toBe(0)
  },
)

it('keys and fields read the same text as the same amount', () => {
  fc.assert(
    fc.property(fc.nat(9_999_999), cents => {
      const text = amountTyped(cents)
      expect(typedCents(typed(...text))).toBe(cents)
      expect(parseCents(text)).toBe(cents)
    }),
  )
})

it('ten times is unlikely, a cent less is not', () => {
  expect(isTenfold(9_500, 950)).toBe(true)
  expect(isTenfold(9_499, 950)).toBe(false)
  expect(isTenfold(5_000, 0)).toBe(false)
})
