import { describe, expect, it } from 'vitest'
import { anArticle, aTicket } from '../../support/factory'
import { ticketFromKept } from '@/core/ticket/keptTicket'
import { overridePrice } from '@/core/ticket/overridePrice'
import { ticketTotals } from '@/core/ticket/pricing'
import { stepQuantity } from '@/core/ticket/stepQuantity'
import { emptyTicket } from '@/core/ticket/ticket'
import { addArticle, piecesByArticle, removeLine, setQuantity } from '@/core/ticket/lines'

const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950, vatRate: 550 })
const notebook = anArticle()

describe('a ticket', () => {
  it('adds to the line of an article already there', () => {
    const ticket = aTicket([honey, notebook, honey])
    expect(ticket.lines.map(line => [line.name, line.quantityMilli])).toEqual([
      ['Miel', 2000],
      ['Carnet renard', 1000],
    ])
    expect(piecesByArticle(ticket).get('ps-1')).toBe(2)
  })

  it('takes one more or one less of a line, within what a line may hold', () => {
    const ticket = aTicket([honey])
    const milli = (now: typeof ticket) => now.lines.map(line => line.quantityMilli)
    const step = (now: typeof ticket, by: number) => stepQuantity(now, 'ticket-1-line-0', by)
    const two = step(ticket, 1000)
    expect(milli(two)).toEqual([2000])
    expect(milli(step(two, -1000))).toEqual([1000])
    expect(step(ticket, -1000)).toBe(ticket)
    const most = setQuantity(ticket, 'ticket-1-line-0', 9_999_000)
    expect(step(most, 1000)).toBe(most)
    expect(stepQuantity(ticket, 'none', 1000)).toBe(ticket)
    const lines = ticket.lines.map(line => ({ ...line, quantityMilli: -1000 }))
    const back = { ...ticket, lines }
    expect(step(back, 1000)).toBe(back)
  })

  it('keeps a price that a sync has changed since on a line of its own', () => {
    const ticket = aTicket([honey, { ...honey, priceCents: 990 }])
    expect(ticket.lines.map(line => line.unitPriceCents)).toEqual([950, 990])
  })

  it('shows VAT per rate, included in the total', () => {
    expect(ticketTotals(aTicket([honey, notebook, honey]))).toEqual({
      totalCents: 3448,
      pieces: 3,
      piecesBack: 0,
      discountCents: 0,
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

  it('adds no more than a line may hold, says so, and leaves the line as it was', () => {
    const ticket = setQuantity(aTicket([honey]), 'ticket-1-line-0', 9_998_000)
    const add = (quantityMilli: number) =>
      addArticle(ticket, honey, 'Épicerie', 'another', { quantityMilli })
    const most = add(1000)
    expect(most.ok && most.value.ticket.lines).toMatchObject([{ quantityMilli: 9_999_000 }])
    expect(add(2000)).toEqual({
      ok: false,
      error: { code: 'quantity-over', articleName: 'Miel', mostPieces: 9_999 },
    })
  })

  it('keeps a changed price on its own line, with the earlier price and the reason', () => {
    const ticket = overridePrice(aTicket([honey]), 'ticket-1-line-0', 800, 'Pot abîmé')
    expect(ticket.lines[0]).toMatchObject({ unitPriceCents: 800, listPriceCents: 950 })
    const added = addArticle(ticket, honey, 'Épicerie', 'another')
    expect(added.ok && added.value.ticket.lines).toHaveLength(2)
  })

  it('takes a quantity and a price from a label, and adds them up', () => {
    const first = addArticle(aTicket([]), honey, '', 'a', { quantityMilli: 482, isMeasured: true })
    const again =
      first.ok &&
      addArticle(first.value.ticket, honey, '', 'b', { quantityMilli: 18, isMeasured: true })
    expect(again && again.ok && again.value.ticket.lines).toMatchObject([{ quantityMilli: 500 }])
  })

  it('completes a ticket stored by an earlier version', () => {
    const { ticketId, openedAt, lines } = aTicket([honey])
    const old = lines.map(
      ({
        listPriceCents: _list,
        ecotaxCents: _ecotax,
        priceReason: _reason,
        shipping: _s,
        note: _n,
        refund: _r,
        ...line
      }) => line,
    )
    expect(ticketFromKept({ ticketId, openedAt, lines: old })).toEqual(aTicket([honey]))
  })
})
