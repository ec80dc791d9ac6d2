import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import { planCatalogue, type CataloguePlan } from '@/core/catalogue/catalogue'

const anyShop = fc
  .uniqueArray(
    fc.record({
      articleId: fc.integer({ min: 1, max: 30 }).map(id => `ps-${id}`),
      priceCents: fc.nat(9999),
    }),
    { selector: article => article.articleId, maxLength: 20 },
  )
  .map(rows => rows.map(row => anArticle(row)))

/** Content of a catalogue after a plan is applied. */
function applied(current: readonly Article[], plan: CataloguePlan): Article[] {
  const byId = new Map(current.map(article => [article.articleId, article]))
  for (const article of plan.put) byId.set(article.articleId, article)
  for (const id of plan.retire) byId.set(id, { ...byId.get(id)!, retiredAt: 'now' })
  return [...byId.values()]
}

it('sells exactly what the shop sells, and the same shop again changes nothing', () => {
  fc.assert(
    fc.property(anyShop, anyShop, (before, shop) => {
      const first = applied(before, planCatalogue(before, shop))
      const onSale = first.filter(article => article.retiredAt === null)
      expect(new Set(onSale)).toEqual(new Set(shop))
      expect(first.length).toBeGreaterThanOrEqual(before.length)
      expect(planCatalogue(first, shop)).toMatchObject({
        put: [],
        retire: [],
        created: 0,
        changed: 0,
      })
    }),
  )
})
