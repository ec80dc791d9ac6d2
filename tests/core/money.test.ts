import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allocate,
  centsFromMicros,
  deal,
  divideRounded,
  lineCents,
  microsFromDecimal,
} from '@/core/money'

const anyCents = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })

describe('divideRounded', () => {
  it.each([
    [5, 2, 3],
    [-5, 2, -3],
    [4, 3, 1],
    [0, 7, 0],
    [999_950, 100, 10_000],
  ])('%i / %i is %i', (dividend, divisor, expected) => {
    expect(divideRounded(dividend, divisor)).toBe(expected)
  })

  it('mirrors a refund, and is never more than half away', () => {
    fc.assert(
      fc.property(anyCents, fc.integer({ min: 1, max: 1_000_000 }), (dividend, divisor) => {
        const rounded = divideRounded(dividend, divisor)
        expect(rounded + divideRounded(-dividend, divisor)).toBe(0)
        expect(Math.abs(rounded * divisor - dividend) * 2).toBeLessThanOrEqual(divisor)
      }),
    )
  })
})

describe('lineCents', () => {
  it('prices 250 g at 12,40 € a kilo', () => expect(lineCents(1240, 250)).toBe(310))
  it('refuses a price that is not whole cents', () => {
    expect(() => lineCents(12.5, 1000)).toThrow('whole cents')
  })
})

describe('allocate', () => {
  it('gives the odd cent to the largest remainder', () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(allocate(-100, [1, 1, 1])).toEqual([-34, -33, -33])
    expect(allocate(5, [0, 0])).toEqual([5, 0])
  })

  it('always sums to the whole, each part within a cent of its share', () => {
    const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(anyCents, weights, (total, parts) => {
        const shares = allocate(total, parts)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total)
        const sum = parts.reduce((all, part) => all + part, 0)
        if (sum === 0) return
        shares.forEach((share, index) => {
          expect(Math.abs(share - (total * (parts[index] ?? 0)) / sum)).toBeLessThan(1.000001)
        })
      }),
    )
  })
})

describe('decimals of PrestaShop', () => {
  it.each([
    ['24.991667', 24_991_667, 2499],
    ['9.999000', 9_999_000, 1000],
    ['4.999999', 4_999_999, 500],
    ['0.008333', 8_333, 1],
    ['0.005', 5_000, 1],
    ['-2', -2_000_000, -200],
    ['0', 0, 0],
  ])('%s is %i millionths and %i cents', (text, micros, cents) => {
    expect(microsFromDecimal(text)).toBe(micros)
    expect(centsFromMicros(micros)).toBe(cents)
  })

  it.each(['', 'abc', '1e5', '1,5', '0x10', '--1', '1.', 'NaN', '99999999999'])(
    'refuses %j',
    text => expect(microsFromDecimal(text)).toBeUndefined(),
  )
})

describe('deal', () => {
  it('gives one more unit to the hands whose turn it is', () => {
    expect(deal(0, 10, 3)).toEqual([4, 3, 3])
    expect(deal(10, 10, 3)).toEqual([3, 4, 3])
    expect(deal(20, -1, 3)).toEqual([0, -1, 0])
  })

  it('sums to the amount, and over many deals no hand has two more than another', () => {
    const anyAmounts = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(anyAmounts, fc.integer({ min: 1, max: 20 }), (amounts, hands) => {
        let dealt = 0
        const inHand = Array.from({ length: hands }, () => 0)
        for (const amount of amounts) {
          const parts = deal(dealt, amount, hands)
          dealt += amount
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount)
          parts.forEach((part, hand) => (inHand[hand] = inHand[hand]! + part))
          expect(Math.max(...inHand) - Math.min(...inHand)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})
