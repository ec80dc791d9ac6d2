import { expect, test } from 'vitest'
import { anArticle } from '../support/factory'
import { favouritesFirst } from '@/core/shelfOrder'

test('favourites stand first, each part in the order it had', () => {
  const named = (articleId: string, isFavourite?: boolean) =>
    anArticle({ articleId, ...(isFavourite && { isFavourite }) })
  const shelf = [named('a'), named('b', true), named('c'), named('d', true)]
  expect(favouritesFirst(shelf).map(one => one.articleId)).toEqual(['b', 'd', 'a', 'c'])
})

test('without a favourite the shelf is the very same list', () => {
  const shelf = [anArticle()]
  expect(favouritesFirst(shelf)).toBe(shelf)
})
