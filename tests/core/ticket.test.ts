import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anArticle, aTicket, SELLER, SOFTWARE } from '../support/factory'
import { settle } from '@/core/settle'
import {
  addArticle,
  emptyTicket,
  piecesByArticle,
  removeLine,
  setQuantity,
  ticketTotals,
} from '@/core/ticket'

const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950, vatRate: 550 })
const notebook = anArticle()
const context = { seller: SELLER, software: SOFTWARE, cashier: '' }

describe('a ticket', () => {
  it('adds to the line of an article already there', () => {
    const ticket = aTicket([honey, notebook, honey])
    expect(ticket.lines.map(line => [line.name, line.quantityMilli])).toEqual([
      ['Miel', 2000],
      ['Carnet renard', 1000],
    ])
    expect(piecesByArticle(ticket).get('ps-1')).toBe(2)
  })

  it('keeps a price that a sync has changed since on a line of its own', () => {
    const ticket = aTicket([honey, { ...honey, priceCents: 990 }])
    expect(ticket.lines.map(line => line.unitPriceCents)).toEqual([950, 990])
  })

  it('shows VAT per rate, taken out of the total', () => {
    expect(ticketTotals(aTicket([honey, notebook, honey]))).toEqual({
      totalCents: 3448,
      pieces: 3,
      vat: [
        { vatRate: 550, grossCents: 1900, vatCents: 99, netCents: 1801 },
        { vatRate: 2000, grossCents: 1548, vatCents: 258, netCents: 1290 },
      ],
    })
  })

  it('refuses an article whose VAT rate is unknown, or that the shop no longer sells', () => {
    const ticket = emptyTicket('t', '')
    for (const over of [{ vatRate: null }, { retiredAt: '2026-01-01' }]) {
      expect(addArticle(ticket, anArticle(over), '', 'l')).toMatchObject({ ok: false })
    }
  })

  it('removes a line set to zero, and refuses a quantity beyond reason', () => {
    const ticket = aTicket([honey, notebook])
    const [first, second] = ticket.lines
    expect(setQuantity(ticket, first!.lineId, 0).lines).toEqual([second])
    expect(removeLine(ticket, second!.lineId).lines).toEqual([first])
    expect(() => setQuantity(ticket, first!.lineId, 3_760_000_000_017)).toThrow('bounds')
  })
})

describe('settle', () => {
  it('gives change on cash', () => {
    const sale = settle(aTicket([honey]), [{ kind: 'cash', givenCents: 2000 }], context)
    expect(sale).toMatchObject({ ok: true, value: { totalCents: 950, changeCents: 1050 } })
  })

  it('refuses too little, nothing to sell, and a card amount above the total', () => {
    const refusals = [
      settle(aTicket([honey]), [{ kind: 'cash', givenCents: 949 }], context),
      settle(emptyTicket('t', ''), [], context),
      settle(aTicket([honey]), [{ kind: 'card', givenCents: 951 }], context),
    ]
    expect(refusals.map(refusal => !refusal.ok && refusal.error)).toEqual([
      { code: 'tender-short', missingCents: 1 },
      { code: 'ticket-empty' },
      { code: 'card-over', overCents: 1 },
    ])
  })

  it('adds up to the cent whatever is sold', () => {
    const anyLine = fc.record({
      priceCents: fc.nat(1_000_000),
      vatRate: fc.constantFrom(0, 210, 550, 1000, 2000),
      pieces: fc.integer({ min: 1, max: 99 }),
    })
    fc.assert(
      fc.property(
        fc.array(anyLine, { minLength: 1, maxLength: 20 }),
        fc.nat(10_000),
        (goods, over) => {
          const articles = goods.map((line, index) =>
            anArticle({ ...line, articleId: `ps-${index}` }),
          )
          let ticket = aTicket(articles)
          goods.forEach(({ pieces }, index) => {
            ticket = setQuantity(ticket, ticket.lines[index]!.lineId, pieces * 1000)
          })
          const { totalCents } = ticketTotals(ticket)
          const sale = settle(ticket, [{ kind: 'cash', givenCents: totalCents + over }], context)
          if (!sale.ok) throw new Error(sale.error.code)
          const { lines, vat, tenders, changeCents } = sale.value
          const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
          expect(sum(lines.map(line => line.grossCents))).toBe(totalCents)
          expect(sum(vat.map(share => share.netCents + share.vatCents))).toBe(totalCents)
          expect(sum(tenders.map(tender => tender.givenCents)) - changeCents).toBe(totalCents)
        },
      ),
    )
  })
})
