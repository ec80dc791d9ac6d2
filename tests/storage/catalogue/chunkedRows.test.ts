import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aTill, anArticle } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'

const articleId = fc.oneof(
  fc.nat(600).map(id => `ps-${id}`),
  fc.tuple(fc.nat(600), fc.nat(3)).map(([id, one]) => `ps-${id}-${one}`),
)
const step = fc.oneof(
  fc.record({ put: fc.array(fc.record({ articleId, priceCents: fc.nat(9) })) }),
  fc.record({ remove: fc.array(articleId) }),
)

it('rows stored in chunks are the rows that were put and not deleted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), async steps => {
      const { catalogueDb } = aTill()
      const { shopArticles } = catalogueDb
      const plain = new Map<string, Article>()
      for (const one of steps) {
        if ('put' in one) {
          const rows = one.put.map(values => anArticle(values))
          for (const row of rows) plain.set(row.articleId, row)
          await shopArticles.bulkPut(rows)
        } else {
          for (const id of one.remove) plain.delete(id)
          await shopArticles.bulkDelete(one.remove)
        }
      }
      const rows = await shopArticles.toArray()
      expect(new Map(rows.map(row => [row.articleId, row]))).toEqual(plain)
      expect(rows).toHaveLength(plain.size)
      const ids = ['ps-1', 'ps-2-1', ...plain.keys()]
      expect(await shopArticles.bulkGet(ids)).toEqual(ids.map(id => plain.get(id)))
    }),
    { numRuns: 25, endOnFailure: true },
  )
})
