import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDiscount, anyTicket } from '../../support/anyTicket'
import { anArticle, aTicket } from '../../support/factory'
import { discountTicket, giveDiscount, removeDiscount } from '@/core/ticket/discount'
import { priceTicket, ticketTotals } from '@/core/ticket/pricing'
import { type Ticket } from '@/core/ticket/ticket'
import { addArticle, changeLine, keepLines, removeLine } from '@/core/ticket/lines'

const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950, vatRate: 550 })
const notebook = anArticle()
const shipping = anArticle({ articleId: 'ps-61', name: 'Frais de livraison', priceCents: 690 })
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)

function shipped(goods: Ticket, rule: 'follows-goods' | 'own-rate' | 'in-proportion'): Ticket {
  const added = addArticle(goods, shipping, '', 'shipping', { shipping: rule })
  if (!added.ok) throw new Error(added.error.code)
  return added.value.ticket
}

const sharesOf = (ticket: Ticket) =>
  priceTicket(ticket).flatMap(({ line, shares, shippingReason }) =>
    line.shipping
      ? { reason: shippingReason, shares: shares.map(one => [one.vatRate, one.grossCents]) }
      : [],
  )

describe('discounts', () => {
  it('are spread over the lines to the cent', () => {
    const three = aTicket(['a', 'b', 'c'].map(id => anArticle({ articleId: id, priceCents: 333 })))
    const ticket = giveDiscount(three, aDiscount({ kind: 'amount', value: 100 }))
    expect(priceTicket(ticket).map(line => line.discountCents)).toEqual([34, 33, 33])
    expect(ticketTotals(ticket)).toMatchObject({ totalCents: 899, discountCents: 100 })
  })

  it('on lines come before the one on the whole ticket, shipping apart', () => {
    let ticket = shipped(aTicket([honey, notebook]), 'follows-goods')
    ticket = giveDiscount(ticket, aDiscount({ value: 1000 }))
    ticket = giveDiscount(
      ticket,
      aDiscount({ discountId: 'line', kind: 'amount', value: 150, lineIds: ['ticket-1-line-0'] }),
    )
    expect(priceTicket(ticket).map(line => line.grossCents)).toEqual([720, 1393, 690])
  })

  it('make a group of lines cost a fixed price', () => {
    const ticket = giveDiscount(
      aTicket([honey, notebook]),
      aDiscount({ kind: 'fixed', value: 2000, lineIds: ['ticket-1-line-0', 'ticket-1-line-1'] }),
    )
    expect(ticketTotals(ticket).totalCents).toBe(2000)
    expect(priceTicket(ticket).map(line => line.grossCents)).toEqual([761, 1239])
  })

  it('replace a discount on the same lines, and are removed with their lines', () => {
    const twice = giveDiscount(
      giveDiscount(aTicket([honey]), aDiscount({ value: 1000 })),
      aDiscount({ discountId: 'second', value: 500 }),
    )
    expect(twice.discounts.map(one => one.discountId)).toEqual(['second'])
    expect(removeLine(twice, 'ticket-1-line-0').discounts).toEqual([])
    expect(removeDiscount(twice, 'second').discounts).toEqual([])
    expect(keepLines(twice, () => true)).toEqual(twice)
  })

  it('never take off more than there is', () => {
    const ticket = giveDiscount(aTicket([honey]), aDiscount({ kind: 'amount', value: 99_999 }))
    expect(ticketTotals(ticket).totalCents).toBe(0)
    const dearer = giveDiscount(aTicket([honey]), aDiscount({ kind: 'fixed', value: 99_999 }))
    expect(ticketTotals(dearer)).toMatchObject({ totalCents: 950, discountCents: 0 })
  })
})

describe('the VAT of shipping', () => {
  it('is that of the goods, and says so', () => {
    expect(sharesOf(shipped(aTicket([honey]), 'follows-goods'))).toEqual([
      { reason: 'goods', shares: [[550, 690]] },
    ])
  })

  it('is the lowest of a mixed ticket, unless that is 0 %', () => {
    const book = anArticle({ articleId: 'ps-9', vatRate: 0 })
    const mixed = aTicket([notebook, honey, book])
    expect(sharesOf(shipped(mixed, 'follows-goods'))).toEqual([
      { reason: 'lowest', shares: [[550, 690]] },
    ])
    expect(sharesOf(shipped(aTicket([book]), 'follows-goods'))).toEqual([
      { reason: 'untaxed', shares: [[0, 690]] },
    ])
  })

  it('follows added and removed lines, and considers only sold goods', () => {
    const ticket = shipped(aTicket([notebook]), 'follows-goods')
    expect(sharesOf(ticket)[0]?.shares).toEqual([[2000, 690]])
    const added = addArticle(ticket, honey, '', 'honey')
    if (!added.ok) throw new Error(added.error.code)
    expect(sharesOf(added.value.ticket)[0]?.shares).toEqual([[550, 690]])
    const back = changeLine(added.value.ticket, 'honey', line => ({
      ...line,
      quantityMilli: -1000,
    }))
    expect(sharesOf(back)[0]?.shares).toEqual([[2000, 690]])
    expect(sharesOf(removeLine(ticket, 'ticket-1-line-0'))).toEqual([
      { reason: 'no-goods', shares: [[2000, 690]] },
    ])
  })

  it('is its own, or split in proportion, when the owner chose so', () => {
    const mixed = aTicket([honey, notebook])
    expect(sharesOf(shipped(mixed, 'own-rate'))).toEqual([
      { reason: 'own-rate', shares: [[2000, 690]] },
    ])
    // 690 × 950 / 2498 = 262,41; 690 × 1548 / 2498 = 427,58.
    expect(sharesOf(shipped(mixed, 'in-proportion'))).toEqual([
      {
        reason: 'split',
        shares: [
          [550, 262],
          [2000, 428],
        ],
      },
    ])
  })
})

it('adds up to the cent whatever is on the ticket', () => {
  fc.assert(
    fc.property(anyTicket, ticket => {
      const lines = priceTicket(ticket)
      const { totalCents, vat, discountCents } = ticketTotals(ticket)
      expect(sum(lines.map(line => line.grossCents))).toBe(totalCents)
      expect(sum(vat.map(share => share.netCents + share.vatCents))).toBe(totalCents)
      expect(sum(lines.map(line => line.discountCents))).toBe(discountCents)
      expect(sum([...discountTicket(ticket).byDiscount.values()])).toBe(discountCents)
      for (const { grossCents, baseCents, discountCents: off, shares } of lines) {
        expect(baseCents - off).toBe(grossCents)
        expect(grossCents).toBeGreaterThanOrEqual(0)
        expect(off).toBeGreaterThanOrEqual(0)
        expect(sum(shares.map(share => share.grossCents))).toBe(grossCents)
        expect(sum(shares.map(share => share.baseCents))).toBe(baseCents)
      }
    }),
    { numRuns: 500 },
  )
})
