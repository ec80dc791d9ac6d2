import fc from 'fast-check'
import { expect, it } from 'vitest'
import { combinationBatches, type WantedCombinations } from '@/prestashop/prices/combinationBatches'

const shopOf = (sizes: readonly number[]): WantedCombinations[] =>
  sizes.map((size, index) => ({
    productId: index + 1,
    combinationIds: Array.from({ length: size }, (_none, rank) => index * 1_000 + rank),
  }))
const namesIn = (batch: readonly WantedCombinations[]) =>
  batch.reduce((sum, one) => sum + one.combinationIds.length, 0)
/** About 10 ms a request, and 0.3 ms for every name on every product of the page. */
const costMs = (batches: readonly (readonly WantedCombinations[])[]) =>
  batches.reduce((sum, batch) => sum + 10 + 0.3 * batch.length * namesIn(batch), 0)

it('prices every combination once, in one request for 15 at the most, 60 in one at the most', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 60 }), sizes => {
      const wanted = shopOf(sizes)
      const batches = combinationBatches(wanted)
      const ids = batches.flat().flatMap(one => one.combinationIds)
      expect(ids.toSorted((a, b) => a - b)).toEqual(wanted.flatMap(one => one.combinationIds))
      expect(batches.length).toBeLessThanOrEqual(Math.ceil(ids.length / 15))
      for (const batch of batches) expect(namesIn(batch)).toBeLessThanOrEqual(60)
    }),
  )
})

it.each([3, 4, 5, 8, 12, 20, 33, 60])(
  'for products of %i combinations, costs at most a tenth more than the cheapest batches',
  size => {
    const wanted = shopOf(Array.from({ length: 240 }, () => size))
    const costs = Array.from({ length: 20 }, (_none, index) => {
      const products = index + 1
      const requests = Math.ceil(240 / products)
      return requests * (10 + 0.3 * products * products * size)
    })
    expect(costMs(combinationBatches(wanted))).toBeLessThanOrEqual(1.1 * Math.min(...costs))
  },
)

it('costs 7.4 s of a server’s time for 4,053 combinations, four to a product', () => {
  const batches = combinationBatches(shopOf([...Array<number>(1_012).fill(4), 5]))
  expect(batches).toHaveLength(254)
  expect(costMs(batches) / 1_000).toBeCloseTo(7.4, 1)
})
