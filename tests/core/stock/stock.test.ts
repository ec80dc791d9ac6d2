import { describe, expect, it } from 'vitest'
import { aJournal, anArticle, aTicket } from '../../support/factory'
import { isSale, type JournalEntry } from '@/core/journal/journal'
import { stockLeft } from '@/core/stock/stock'

const [a, b, c] = ['ps-1', 'ps-2', 'ps-3'].map(id => anArticle({ articleId: id, name: id }))
const journal = aJournal([aTicket([a!, b!], 't1'), aTicket([c!, a!], 't2')])
const read = { readAt: '2026-01-01T00:00:00Z', byArticle: { 'ps-1': 5, 'ps-2': 1, 'ps-4': 2 } }
const left = (entries: readonly JournalEntry[], space: 'shop' | 'demo' = 'shop') =>
  Object.fromEntries(stockLeft(read, entries, { space, packs: [] }).pieces)
const sold = { 'ps-1': 3, 'ps-2': 0, 'ps-4': 2 }

describe('the stock left, as the shelf shows it', () => {
  const lessons = journal.map(entry => ({ ...entry, training: true }))

  it('is the shop’s less the sales since, without training', () => {
    expect(left(journal)).toEqual(sold)
    expect(left(lessons)).toEqual(read.byArticle)
  })

  it('follows the sales of the demo shop, which are all training', () => {
    expect(left(lessons, 'demo')).toEqual(sold)
    expect(left(journal, 'demo')).toEqual(read.byArticle)
  })

  it('leaves out online sales, which the shop took off its stock itself', () => {
    const online = journal.map(entry =>
      isSale(entry) ? { ...entry, event: { ...entry.event, channel: 'web' as const } } : entry,
    )
    expect(left(online)).toEqual(read.byArticle)
  })

  it('takes a pack apart', () => {
    const components = [{ articleId: 'ps-4', name: '', pieces: 2 }]
    const packs = [{ articleId: 'ps-3', name: '', lowers: 'components' as const, components }]
    const { pieces } = stockLeft(read, journal, { space: 'shop', packs })
    expect(Object.fromEntries(pieces)).toEqual({ ...sold, 'ps-4': 0 })
  })
})
