import { expect, it } from 'vitest'
import { aJournal, anArticle, aTicket } from '../../support/factory'
import { isSale } from '@/core/journal/journal'
import { recentlySold } from '@/core/catalogue/recentlySold'

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
