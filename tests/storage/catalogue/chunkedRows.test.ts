import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aTill, anArticle } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import { nothingRead } from '@/storage/catalogue/chunkedRows'

const articleId = fc.oneof(
  fc.nat(600).map(id => `ps-${id}`),
  fc.tuple(fc.nat(600), fc.nat(3)).map(([id, one]) => `ps-${id}-${one}`),
)
const some = fc.array(fc.record({ articleId, priceCents: fc.nat(9) }))
/** More than are kept apart as recent. */
const many = fc
  .record({ from: fc.nat(700), priceCents: fc.nat(9) })
  .map(({ from, priceCents }) =>
    Array.from({ length: 520 }, (_, id) => ({ articleId: `ps-${from + id}`, priceCents })),
  )
const step = fc.oneof(
  { arbitrary: fc.record({ put: some }), weight: 5 },
  { arbitrary: fc.record({ put: many }), weight: 1 },
  { arbitrary: fc.record({ remove: fc.array(articleId) }), weight: 2 },
  { arbitrary: fc.constant({ clear: true }), weight: 1 },
)
const placeOf = (article: Article) => Number(article.articleId.split('-')[1])

it('rows stored in chunks are the rows that were put and not deleted, read whole or again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async steps => {
      const { catalogueDb } = aTill()
      const { shopArticles } = catalogueDb
      const plain = new Map<string, Article>()
      const memory = nothingRead<Article>()
      for (const one of steps) {
        if ('put' in one) {
          const rows = one.put.map(values => anArticle(values))
          for (const row of rows) plain.set(row.articleId, row)
          await shopArticles.bulkPut(rows)
        } else if ('remove' in one) {
          for (const id of one.remove) plain.delete(id)
          await shopArticles.bulkDelete(one.remove)
        } else {
          plain.clear()
          await shopArticles.clear()
        }
        const again = await shopArticles.readAgain(memory)
        expect(new Map(again.map(row => [row.articleId, row]))).toEqual(plain)
        expect(again).toHaveLength(plain.size)
        expect(again.map(placeOf)).toEqual(again.map(placeOf).toSorted((a, b) => a - b))
        expect(await shopArticles.isEmpty()).toBe(plain.size === 0)
      }
      expect(await shopArticles.toArray()).toEqual(await shopArticles.readAgain(memory))
      const ids = ['ps-1', 'ps-2-1', ...plain.keys()]
      expect(await shopArticles.bulkGet(ids)).toEqual(ids.map(id => plain.get(id)))
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

it('of many rows, a few that change rewrite one chunk, and are all that is read anew', async () => {
  const { catalogueDb } = aTill()
  const { shopArticles, articleChunks } = catalogueDb
  const rows = Array.from({ length: 3_000 }, (_, id) => anArticle({ articleId: `ps-${id * 7}` }))
  await shopArticles.bulkPut(rows)
  const memory = nothingRead<Article>()
  const before = await shopArticles.readAgain(memory)
  const chunksBefore = await articleChunks.toArray()

  const changed = rows.filter((_, index) => index % 60 === 0)
  await shopArticles.bulkPut(changed.map(row => ({ ...row, priceCents: row.priceCents + 1 })))

  const chunks = await articleChunks.toArray()
  expect(chunks).toHaveLength(chunksBefore.length)
  expect(
    chunks.filter((one, at) => one.bytes.join() !== chunksBefore[at]?.bytes.join()),
  ).toHaveLength(1)
  const after = await shopArticles.readAgain(memory)
  expect(after.map(row => row.articleId)).toEqual(before.map(row => row.articleId))
  expect(after.filter((row, at) => row !== before[at])).toHaveLength(changed.length)
})
