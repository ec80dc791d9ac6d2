import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anArticle } from '../../support/factory'
import { favouritesFirst, inDepartmentOrder, positionsInOrder } from '@/core/catalogue/shelfOrder'

test('favourites stand first, each part in the order it had', () => {
  const named = (articleId: string, isFavourite?: boolean) =>
    anArticle({ articleId, ...(isFavourite && { isFavourite }) })
  const shelf = [named('a'), named('b', true), named('c'), named('d', true)]
  expect(favouritesFirst(shelf).map(one => one.articleId)).toEqual(['b', 'd', 'a', 'c'])
})

test('without a favourite the same list is returned', () => {
  const shelf = [anArticle()]
  expect(favouritesFirst(shelf)).toBe(shelf)
})

describe('a new order of a department', () => {
  const at = (articleId: string, position: number) => anArticle({ articleId, position })

  test('shares out the existing positions, and contains only positions that change', () => {
    const wanted = [at('c', 9), at('a', 2), at('b', 5), at('d', 12)]
    expect([...positionsInOrder(wanted)]).toEqual([
      ['c', 2],
      ['a', 5],
      ['b', 9],
    ])
    expect(positionsInOrder([at('a', 1), at('b', 2)]).size).toBe(0)
  })

  test('is the order of the shelf afterwards, even when positions were equal', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { maxLength: 12 }), positions => {
        const wanted = positions.map((position, index) => at(`ps-${99 - index}`, position))
        const places = positionsInOrder(wanted)
        const placed = wanted.map(one => ({
          ...one,
          position: places.get(one.articleId) ?? one.position,
        }))
        const shelf = inDepartmentOrder(placed.toReversed(), [])
        expect(shelf.map(one => one.articleId)).toEqual(wanted.map(one => one.articleId))
      }),
    )
  })
})
