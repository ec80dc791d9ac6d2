import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RateProof } from '@/core/catalogue/shopRows'
import { FRENCH_VAT_RATES, rateOfGroup } from '@/core/catalogue/vatRates'

const product = (
  productId: number,
  plainNetMicros: number,
  plainGrossMicros: number,
): RateProof => ({ productId, vatGroupId: 1, plainNetMicros, plainGrossMicros })

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

  it('stays unknown without a price, when prices disagree, or when it is not a French rate', () => {
    const evidenceOf = (...products: RateProof[]) => {
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

describe('what the name of a group says', () => {
  const twenty = product(1, 10_000_000, 12_000_000)

  it('agrees, or says nothing', () => {
    expect(rateOfGroup([twenty], undefined, { name: 'TVA 20 %' }).vatRate).toBe(2000)
    expect(rateOfGroup([twenty], undefined, { name: 'Matériel pro' }).vatRate).toBe(2000)
    expect(rateOfGroup([twenty], undefined, { name: 'De 5 % à 20 %' }).vatRate).toBe(2000)
  })

  it('disagrees: the owner is asked', () => {
    expect(rateOfGroup([twenty], undefined, { name: 'Réduit (5.5%)' })).toEqual({
      vatRate: null,
      evidence: { kind: 'name-disagrees', vatRate: 2000, nameRate: 550 },
    })
  })

  it('is overruled by the shop’s own tax rules', () => {
    const hints = { name: 'Réduit (5.5%)', ruleRate: 2000 }
    expect(rateOfGroup([twenty], undefined, hints).vatRate).toBe(2000)
    expect(rateOfGroup([], undefined, { ruleRate: 1375 })).toEqual({
      vatRate: 1375,
      evidence: { kind: 'tax-rules' },
    })
  })
})
