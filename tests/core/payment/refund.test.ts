import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTicket } from '../../support/anyTicket'
import { anArticle, aTender, aTicket, AT, CONTEXT } from '../../support/factory'
import type { DocumentNumberV1 } from '@/core/journal/events/saleV1'
import { sealEvent, type SaleEntry } from '@/core/journal/journal'
import { ticketTotals } from '@/core/ticket/pricing'
import { checkGivenBack, giveBack, refundableLines, refundCents } from '@/core/payment/refund'
import { settle } from '@/core/payment/settle'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
let ids = 0
const newId = () => `id-${++ids}`

function sealed(ticket: Ticket, number: number): SaleEntry {
  const { totalCents } = ticketTotals(ticket)
  const tenders = totalCents === 0 ? [] : [aTender(totalCents)]
  const sale = settle(ticket, tenders, CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  const document: DocumentNumberV1 = { series: 'A', number }
  const event = { ...sale.value, document }
  const base = { till: 'A', eventId: ticket.ticketId, ...AT, training: false, event }
  return { ...sealEvent(undefined, base), number, event }
}

function refundOf(sale: SaleEntry, refunds: SaleEntry[], wanted: Map<number, number>, id: string) {
  return giveBack(emptyTicket(id, AT.at), sale, refunds, wanted, newId)
}

const allOf = (sale: SaleEntry, refunds: SaleEntry[] = []) =>
  new Map(refundableLines(sale, refunds).map(one => [one.lineIndex, one.leftMilli]))

describe('a refund', () => {
  const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950, vatRate: 550 })
  const sale = sealed(aTicket([honey, honey, honey, anArticle()]), 2)

  it('gives back a part, then no more than the rest', () => {
    const first = sealed(refundOf(sale, [], new Map([[0, 1000]]), 'r1'), 3)
    expect(first.event).toMatchObject({ kind: 'refund', totalCents: -950, refundOf: [2] })
    expect(refundableLines(sale, [first])).toMatchObject([
      { leftMilli: 2000, leftCents: 1900 },
      { leftMilli: 1000, leftCents: 1548 },
    ])
    const tooMuch = sealed(refundOf(sale, [], new Map([[0, 3000]]), 'r2'), 4)
    const sales = new Map([['A-2', sale]])
    expect(checkGivenBack(tooMuch.event.lines, sales, [first])).toEqual({
      ok: false,
      error: { code: 'refund-over', articleName: 'Miel' },
    })
    expect(checkGivenBack(tooMuch.event.lines, sales, []).ok).toBe(true)
    expect(checkGivenBack(first.event.lines, new Map(), []).ok).toBe(false)
    const twice = [...first.event.lines, ...first.event.lines, ...tooMuch.event.lines]
    expect(checkGivenBack(twice, sales, []).ok).toBe(false)
  })

  it('is a sale that gives back when something is bought with it', () => {
    const back = refundOf(sale, [], new Map([[0, 1000]]), 'exchange')
    const bought = aTicket([anArticle()], 'exchange')
    const exchange = sealed({ ...bought, lines: [...back.lines, ...bought.lines] }, 3)
    expect(exchange.event).toMatchObject({ kind: 'sale', totalCents: 598, refundOf: [2] })
    expect(refundableLines(exchange, [])).toHaveLength(1)
  })

  it('refuses what the journal does not hold, whatever was on the screen', () => {
    expect(() =>
      refundCents({ lineIndex: 0, line: sale.event.lines[0]!, leftMilli: 1, leftCents: 1 }, 2),
    ).toThrow('than was sold')
  })

  it('in full cancels its sale exactly: total, VAT per rate, every line', () => {
    fc.assert(
      fc.property(anyTicket, ticket => {
        const sold = sealed(ticket, 2)
        const back = sealed(refundOf(sold, [], allOf(sold), 'back'), 3)
        expect(back.event.totalCents).toBe(0 - sold.event.totalCents)
        for (const share of sold.event.vat) {
          const mirror = back.event.vat.find(one => one.vatRate === share.vatRate)
          expect(share.vatCents + (mirror?.vatCents ?? 0)).toBe(0)
          expect(share.netCents + (mirror?.netCents ?? 0)).toBe(0)
        }
        expect(refundableLines(sold, [back]).map(one => one.leftCents + one.leftMilli)).toEqual(
          refundableLines(sold, []).map(() => 0),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('in parts, whatever the parts, comes to exactly what was paid', () => {
    fc.assert(
      fc.property(anyTicket, fc.array(fc.nat(100), { maxLength: 4 }), (ticket, shares) => {
        const sold = sealed(ticket, 2)
        const refunds: SaleEntry[] = []
        const sales = new Map([['A-2', sold]])
        for (const share of [...shares, 100]) {
          const wanted = new Map(
            [...allOf(sold, refunds)].map(([lineIndex, left]) => [
              lineIndex,
              Math.floor((left * share) / 100),
            ]),
          )
          const part = refundOf(sold, refunds, wanted, `part-${refunds.length}`)
          if (part.lines.length === 0) continue
          const refund = sealed(part, 3 + refunds.length)
          expect(checkGivenBack(refund.event.lines, sales, refunds).ok).toBe(true)
          refunds.push(refund)
        }
        expect(sum(refunds.map(refund => refund.event.totalCents))).toBe(0 - sold.event.totalCents)
      }),
      { numRuns: 200 },
    )
  })
})
