import { describe, expect, it } from 'vitest'
import { contentOfCombination } from '@/core/catalogue/articleContent'
import { billionths } from '@/prestashop/decode/fields'
import * as v from 'valibot'

/** Tea at 8.00 for 100 g, without VAT: 80.00 a kilogram. */
const TEA = { content: { unit: 'kg', billionths: 100_000_000 }, plainNetMicros: 8_000_000 }

describe('what a combination holds', () => {
  it.each([
    ['at the product’s price', 0, undefined, 100_000_000],
    ['of 250 g at the same price a kilogram', 12_000_000, undefined, 250_000_000],
    // 18.00 for 250 g: 72.00 a kilogram, 8.00 less than the product.
    ['of 250 g at a better price a kilogram', 10_000_000, -8_000_000, 250_000_000],
  ])('%s', (_name, impactMicros, unitImpactMicros, held) => {
    const details = { impactMicros, ...(unitImpactMicros ? { unitImpactMicros } : {}) }
    expect(contentOfCombination(TEA, details)).toEqual({ unit: 'kg', billionths: held })
  })

  it('is not known where the key does not show it, or the prices make none', () => {
    expect(contentOfCombination(TEA, null)).toBeUndefined()
    const { plainNetMicros } = TEA
    expect(contentOfCombination({ plainNetMicros }, { impactMicros: 0 })).toBeUndefined()
    expect(contentOfCombination(TEA, { impactMicros: -8_000_000 })).toBeUndefined()
    const over = { impactMicros: 0, unitImpactMicros: -80_000_000 }
    expect(contentOfCombination(TEA, over)).toBeUndefined()
  })

  it('is not known where the prices make more than any piece holds', () => {
    // 0.01 for 1000 kg, and a combination of 100.00: ten million kilograms.
    const cheap = {
      content: { unit: 'kg', billionths: 1000 * 1_000_000_000 },
      plainNetMicros: 10_000,
    }
    expect(contentOfCombination(cheap, { impactMicros: 99_990_000 })).toBeUndefined()
    expect(contentOfCombination(cheap, { impactMicros: 9_990_000 })).toEqual({
      unit: 'kg',
      billionths: 1_000_000 * 1_000_000_000,
    })
  })
})

describe('a ratio of the shop', () => {
  it.each([
    ['0.370000', 370_000_000],
    [0.01544444444444444, 15_444_444],
    [1, 1_000_000_000],
    ['1.0E-5', 10_000],
    ['0.000000', 0],
    ['-1', 0],
    ['quelque', 0],
    [null, 0],
    [false, 0],
    [true, 0],
    ['0x10', 0],
    [' 3 ', 0],
    ['', 0],
    ['Infinity', 0],
    [undefined, 0],
    ['99999999999', 0],
  ])('%s is kept as %i billionths', (value, expected) => {
    expect(v.parse(billionths, value)).toBe(expected)
  })
})
