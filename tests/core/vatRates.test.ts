import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ShopProduct } from '@/core/shopRows'
import { FRENCH_VAT_RATES, rateOfGroup } from '@/core/vatRates'

const product = (productId: number, plainNetMicros: number, plainGrossMicros: number) =>
  ({ productId, plainNetMicros, plainGrossMicros }) as ShopProduct

describe('the rate of a VAT group', () => {
  it.each([
    [24_991_667, 29_990_000, 2000],
    [17_061_611, 18_000_000, 550],
    [1_958_864, 2_000_000, 210],
    [9_090_000, 9_999_000, 1000],
    [8_333, 10_000, 2000],
    [7_500_000, 7_500_000, 0],
  ])('%i and %i millionths are %i', (net, gross, rate) => {
    expect(rateOfGroup([product(1, net, gross)]).vatRate).toBe(rate)
  })

  it('is found for any price of ten cents or more, at every rate France has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 9_000_000_000 }),
        fc.constantFrom(...FRENCH_VAT_RATES),
        (net, rate) => {
          const gross = Math.round(net * (1 + rate / 10_000))
          expect(rateOfGroup([product(1, net, gross)]).vatRate).toBe(rate)
        },
      ),
    )
  })

  it('stays unknown when nothing tells it, when prices disagree, or when it is no French rate', () => {
    const evidenceOf = (...products: ShopProduct[]) => {
      const { vatRate, evidence } = rateOfGroup(products)
      expect(vatRate).toBeNull()
      return evidence
    }
    expect(evidenceOf()).toEqual({ kind: 'no-priced-article' })
    expect(evidenceOf(product(1, 0, 0))).toEqual({ kind: 'no-priced-article' })
    expect(evidenceOf(product(1, 1_000_000, 1_070_000))).toEqual({
      kind: 'rate-not-known',
      vatRate: 700,
    })
    expect(evidenceOf(product(1, 2_000_000, 2_400_000), product(2, 1_000_000, 1_055_000))).toEqual({
      kind: 'prices-disagree',
      vatRates: [2000, 550],
    })
  })
})
