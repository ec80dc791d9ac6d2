import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  checkedAtOf,
  markChecked,
  oldestCheck,
  planSweep,
  type Freshness,
} from '@/core/catalogue/freshness'

const at = (minute: number) => new Date(minute * 60_000).toISOString()

it('knows when each product was last read, whatever the order of the slices', () => {
  const slices = fc.array(fc.tuple(fc.nat(100), fc.nat(100)), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(slices, slices => {
      let freshness: Freshness = [{ upToId: 100, checkedAt: at(0) }]
      const plain = new Map(Array.from({ length: 100 }, (_, index) => [index + 1, at(0)]))
      slices.forEach(([a, b], index) => {
        const [afterId, upToId] = [Math.min(a, b), Math.max(a, b)]
        if (afterId === upToId) return
        freshness = markChecked(freshness, afterId, upToId, at(index + 1))
        for (let id = afterId + 1; id <= upToId; id += 1) plain.set(id, at(index + 1))
      })
      for (const [id, checkedAt] of plain) expect(checkedAtOf(freshness, id)).toBe(checkedAt)
      const oldest = [...plain.values()].sort()[0]
      expect(oldestCheck(freshness)).toBe(oldest)
    }),
  )
})

it('knows nothing of a product that was never read', () => {
  expect(oldestCheck([])).toBeNull()
  expect(checkedAtOf([{ upToId: 5, checkedAt: at(0) }], 6)).toBeUndefined()
})

it('reads every product again within the promised age, however often it syncs', () => {
  const every = fc.integer({ min: 5, max: 120 })
  const count = fc.integer({ min: 501, max: 30_000 })
  fc.assert(
    fc.property(count, every, (count, minutes) => {
      const ids = Array.from({ length: count }, (_, index) => index + 1)
      let freshness: Freshness = [{ upToId: count, checkedAt: at(0) }]
      for (let now = minutes; now <= 26 * 60; now += minutes) {
        const plan = planSweep(ids, freshness, now * 60_000, 24 * 3_600_000)
        if (!plan) continue
        expect(plan.productIds.length).toBeLessThanOrEqual(1_000)
        freshness = markChecked(freshness, plan.afterId, plan.upToId, at(now))
      }
      // A day plus the time between two syncs, or longer because a slice has at most 1,000
      // products.
      const slowest = Math.max(24 * 60 + 2 * minutes, Math.ceil(count / 1_000) * minutes)
      const age = 26 * 60 - Date.parse(oldestCheck(freshness) ?? '') / 60_000
      expect(age).toBeLessThanOrEqual(slowest + 60)
    }),
    { numRuns: 30 },
  )
})
