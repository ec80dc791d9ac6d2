import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anArticle, aTender, aTicket, anEntry, CONTEXT } from '../../support/factory'
import { ticketTotals } from '@/core/ticket/pricing'
import { settle } from '@/core/payment/settle'
import {
  isAsWritten,
  outcomeOfInterrupted,
  stockDeltasOf,
  stockRowOf,
  wholePieces,
} from '@/core/stock/stockDeltas'
import type { SaleV1 } from '@/core/journal/events/saleV1'
import type { Space } from '@/core/journal/space'

function aSale(ids: string[], over: Partial<SaleV1> = {}): SaleV1 {
  const ticket = aTicket(ids.map(articleId => anArticle({ articleId, name: articleId })))
  const sale = settle(ticket, [aTender(ticketTotals(ticket).totalCents)], CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  return { ...sale.value, document: { series: 'A', number: 1 }, ...over }
}
const deltas = (sale: SaleV1, training = false, space: Space = 'shop') =>
  stockDeltasOf(anEntry(sale, { training }), space).map(one => [one.articleId, one.deltaMilli])

describe('what an entry changes of the stock', () => {
  it('is what was sold, by article and by combination', () => {
    expect(deltas(aSale(['ps-20', 'ps-62-40', 'ps-20']))).toEqual([
      ['ps-20', -2000],
      ['ps-62-40', -1000],
    ])
  })

  it('is positive for returned goods; an exchange of the same article changes nothing', () => {
    const sale = aSale(['ps-20', 'ps-9'])
    const back = (id: string) =>
      sale.lines
        .filter(line => line.articleId === id)
        .map(line => ({ ...line, quantityMilli: -1500 }))
    expect(deltas({ ...sale, kind: 'refund', lines: back('ps-20') })).toEqual([['ps-20', 1500]])
    const [notebook] = sale.lines
    const exchanged = notebook && [notebook, { ...notebook, quantityMilli: -1000 }]
    expect(deltas({ ...sale, lines: exchanged ?? [] })).toEqual([])
  })

  it('leaves out training, online sales, shipping and the till’s own articles', () => {
    const sale = aSale(['ps-20'])
    expect(deltas(sale, true)).toEqual([])
    expect(deltas({ ...sale, channel: 'web' })).toEqual([])
    expect(deltas(aSale(['own-1', 'free-ps-3']))).toEqual([])
    const shipping = sale.lines.map(line => ({ ...line, kind: 'shipping' as const }))
    expect(deltas({ ...sale, lines: shipping })).toEqual([])
  })

  it('includes the demo’s own sales, which are all training', () => {
    expect(deltas(aSale(['ps-20']), true, 'demo')).toEqual([['ps-20', -1000]])
  })

  it('is written in whole pieces, rounded towards zero; the rest waits', () => {
    expect([-2500, -999, 0, 999, 1500].map(wholePieces)).toEqual([-2, 0, 0, 0, 1])
    expect(stockRowOf('ps-62-40')).toEqual({ productId: 62, combinationId: 40 })
    expect(stockRowOf('own-62')).toBeNull()
  })
})

describe('a write', () => {
  const anyWrite = fc
    .record({
      fromPieces: fc.integer({ min: -9, max: 9 }),
      deltaPieces: fc.integer({ min: -4, max: 4 }),
    })
    .filter(({ deltaPieces }) => deltaPieces !== 0)
    .map(write => ({
      ...write,
      toPieces: write.fromPieces + write.deltaPieces,
      lastOrderLine: 1,
      at: '',
    }))
  const orders = fc.array(
    fc.record({ when: fc.constantFrom('before', 'after'), pieces: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 3 },
  )

  it('is verified only when the stock is as expected, whenever orders came', () => {
    fc.assert(
      fc.property(anyWrite, orders, (write, sold) => {
        const after = sold
          .filter(one => one.when === 'after')
          .reduce((sum, one) => sum + one.pieces, 0)
        const all = sold.reduce((sum, one) => sum + one.pieces, 0)
        const seen = write.toPieces - after
        const right = write.fromPieces + write.deltaPieces - all
        expect(isAsWritten(write, seen, all)).toBe(seen === right)
      }),
    )
  })

  it('that was interrupted is never reported made when it was not, or the other way round', () => {
    fc.assert(
      fc.property(anyWrite, orders, fc.boolean(), (write, sold, isMade) => {
        const all = sold.reduce((sum, one) => sum + one.pieces, 0)
        const lost = sold
          .filter(one => one.when === 'before')
          .reduce((sum, one) => sum + one.pieces, 0)
        const seen = isMade ? write.toPieces - (all - lost) : write.fromPieces - all
        const outcome = outcomeOfInterrupted(write, seen, all, true)
        if (outcome === 'written') expect(seen).toBe(write.fromPieces + write.deltaPieces - all)
        if (outcome === 'not-written') expect(isMade).toBe(false)
        if (all === 0) expect(outcome).toBe(isMade ? 'written' : 'not-written')
      }),
    )
  })

  it('that was interrupted is left to a person with other writers or unreadable orders', () => {
    const write = { deltaPieces: -1, fromPieces: 10, toPieces: 9, lastOrderLine: 1, at: '' }
    for (const seen of [9, 10]) {
      expect(outcomeOfInterrupted(write, seen, 0, false)).toBe('unknown')
      expect(outcomeOfInterrupted(write, seen, null, true)).toBe('unknown')
    }
  })
})
