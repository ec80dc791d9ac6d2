import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import { tilesOf } from '@/components/catalogue/shelf'
import { firstShelfOf } from '@/core/catalogue/firstShelf'
import { favouritesFirst } from '@/core/catalogue/shelfOrder'

const family = (id: number) => ({ familyId: `ps-${id}`, name: `Famille ${id}` })

const shelf = fc
  .array(
    fc.record({
      isFavourite: fc.boolean(),
      isHidden: fc.boolean(),
      family: fc.option(fc.nat({ max: 40 })),
    }),
    { maxLength: 900 },
  )
  .map(rows =>
    rows.map(({ family: number, ...over }, at) =>
      anArticle({
        ...over,
        articleId: `ps-${at}`,
        ...(number === null ? {} : { family: family(number) }),
      }),
    ),
  )

it('the tiles of the first shelf are those the whole shelf begins with', () => {
  fc.assert(
    fc.property(shelf, articles => {
      const whole = tilesOf(favouritesFirst(articles.filter(one => !one.isHidden)))
      const first = tilesOf(firstShelfOf(articles))
      expect(first).toEqual(whole.slice(0, first.length))
      expect(firstShelfOf(articles).length).toBeLessThanOrEqual(600)
    }),
    { numRuns: 60 },
  )
})

it('the first shelf fills a screen, and no more', () => {
  const articles = Array.from({ length: 500 }, (_, at) => anArticle({ articleId: `ps-${at}` }))
  expect(tilesOf(firstShelfOf(articles))).toHaveLength(120)
  expect(firstShelfOf(articles.slice(0, 50))).toHaveLength(50)
  expect(firstShelfOf([])).toEqual([])
})

it('a tile of a thousand combinations is left to the whole shelf, with all after it', () => {
  const [one, after] = [anArticle({ articleId: 'ps-1' }), anArticle({ articleId: 'ps-2' })]
  const many = Array.from({ length: 1_000 }, (_, at) =>
    anArticle({ articleId: `ps-9-${at}`, family: family(9) }),
  )
  expect(firstShelfOf([one, ...many, after])).toEqual([one])
})
