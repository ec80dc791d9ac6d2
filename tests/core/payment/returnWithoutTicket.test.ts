import { describe, expect, it } from 'vitest'
import { anArticle, aTender, aTicket, CONTEXT } from '../../support/factory'
import { ticketTotals } from '@/core/ticket/pricing'
import { takeBack } from '@/core/payment/returnWithoutTicket'
import { settle } from '@/core/payment/settle'
import { emptyTicket } from '@/core/ticket/ticket'
import { addArticle, setQuantity } from '@/core/ticket/lines'

const goods = { quantityMilli: 2000, unitPriceCents: 1548, reason: 'Reliure abîmée' }
const back = (over: Partial<typeof goods> = {}, ticket = emptyTicket('t', '')) => {
  const returned = takeBack(ticket, anArticle(), 'Papeterie', 'line', { ...goods, ...over })
  if (!returned.ok) throw new Error(returned.error.code)
  return returned.value
}

describe('a return without a ticket', () => {
  it('is a line below zero that gives back no sale, with its reason', () => {
    expect(back().lines).toMatchObject([
      { quantityMilli: -2000, unitPriceCents: 1548, note: 'Reliure abîmée', refund: null },
    ])
    expect(ticketTotals(back())).toMatchObject({
      totalCents: -3096,
      vat: [{ vatRate: 2000, grossCents: -3096, vatCents: -516, netCents: -2580 }],
    })
  })

  it('is sealed as a refund of no sale', () => {
    expect(settle(back(), [aTender(-3096)], CONTEXT)).toMatchObject({
      ok: true,
      value: { kind: 'refund', totalCents: -3096, refundOf: [], lines: [{ refundOf: null }] },
    })
  })

  it('is separate from sold lines on the same ticket', () => {
    const ticket = back({}, aTicket([anArticle()]))
    expect(ticket.lines.map(line => line.quantityMilli)).toEqual([1000, -2000])
  })

  it('states why less is given than the article costs', () => {
    expect(back({ unitPriceCents: 1000 }).lines).toMatchObject([
      { unitPriceCents: 1000, listPriceCents: 1548, priceReason: 'Reliure abîmée' },
    ])
    expect(back().lines).toMatchObject([{ priceReason: '' }])
  })

  it('gives no more than the article costs, nor anything without a reason', () => {
    expect(() => back({ unitPriceCents: 1549 })).toThrow('no more is given')
    expect(() => back({ reason: '' })).toThrow('has a reason')
    expect(() => back({ quantityMilli: 0 })).toThrow('something comes back')
  })

  it('refuses an article whose VAT rate is unknown', () => {
    const unknown = anArticle({ vatRate: null })
    expect(takeBack(emptyTicket('t', ''), unknown, '', 'line', goods)).toMatchObject({
      ok: false,
      error: { code: 'vat-rate-unknown' },
    })
  })
})

describe('a quantity', () => {
  it('set on a line that gives back never makes it sell', () => {
    expect(setQuantity(back(), 'line', 3000).lines).toMatchObject([{ quantityMilli: -3000 }])
    expect(setQuantity(back(), 'line', -3000).lines).toMatchObject([{ quantityMilli: -3000 }])
    expect(setQuantity(back(), 'line', 0).lines).toEqual([])
  })

  it('is refused where the same article given back would be more than a line may hold', () => {
    const add = (ticket = emptyTicket('t', ''), lineId = 'a') =>
      addArticle(ticket, anArticle(), '', lineId, { quantityMilli: -9_000_000 })
    const first = add()
    expect(first.ok && add(first.value.ticket, 'b')).toMatchObject({
      ok: false,
      error: { code: 'quantity-over' },
    })
  })
})
