import { expect, it } from 'vitest'
import { aJournal, anArticle, aTicket } from '../../support/factory'
import { isSale } from '@/core/journal/journal'
import { recentlySold } from '@/core/catalogue/recentlySold'
import { stockLeft } from '@/core/stock/stock'

const [a, b, c] = ['a', 'b', 'c'].map(id => anArticle({ articleId: id, name: id }))
const journal = aJournal([aTicket([a!, b!], 't1'), aTicket([c!, a!], 't2')])
const newestFirst = journal.filter(isSale).toReversed()

it('shows what was sold last first, each once, as long as it is on sale', () => {
  const onSale = new Map([a!, b!, c!].map(one => [one.articleId, one]))
  expect(recentlySold(newestFirst, onSale, 10).map(one => one.name)).toEqual(['a', 'c', 'b'])
  expect(recentlySold(newestFirst, onSale, 2).map(one => one.name)).toEqual(['a', 'c'])
  onSale.delete('a')
  expect(recentlySold(newestFirst, onSale, 10).map(one => one.name)).toEqual(['c', 'b'])
})

it('deducts sales since the last reading from the shop’s stock, without training', () => {
  const read = { readAt: '2026-01-01T00:00:00Z', byArticle: { a: 5, b: 1, d: 2 } }
  expect(Object.fromEntries(stockLeft(read, journal).pieces)).toEqual({ a: 3, b: 0, d: 2 })
  const lessons = journal.map(entry => ({ ...entry, training: true }))
  expect(Object.fromEntries(stockLeft(read, lessons).pieces)).toEqual(read.byArticle)
})
