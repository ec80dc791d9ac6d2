import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDiscount, anyTicket } from '../../support/anyTicket'
import { aCustomer, anArticle, aSale, aTicket, AT, CONTEXT } from '../../support/factory'
import { discountTicket, giveDiscount } from '@/core/ticket/discount'
import { lineEcotaxCents, totalEcotaxCents } from '@/core/catalogue/ecotax'
import { linesTable } from '@/core/reports/exports/salesTable'
import { invoicedCustomer, invoiceOf } from '@/core/documents/invoice'
import { invoicePaperOf } from '@/core/documents/invoicePaper'
import { sealEvent } from '@/core/journal/journal'
import { overridePrice } from '@/core/ticket/overridePrice'
import { refreshPrices } from '@/core/ticket/parking'
import { priceTicket, ticketTotals } from '@/core/ticket/pricing'
import { receiptOf } from '@/core/documents/receipt'
import { giveBack } from '@/core/payment/refund'
import { splitByShares } from '@/core/ticket/shareTicket'
import { emptyTicket } from '@/core/ticket/ticket'
import { addArticle, setQuantity } from '@/core/ticket/lines'

const lamp = anArticle({ articleId: 'ps-49', name: 'Lampe', priceCents: 6924, ecotaxCents: 24 })
const book = anArticle({ articleId: 'ps-9', name: 'Livre', priceCents: 1000, vatRate: 550 })
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)

/** Lines: two lamps, one book. */
const twoLamps = () => setQuantity(aTicket([lamp, book]), 'ticket-1-line-0', 2000)

describe('eco-participation', () => {
  it('is sealed per piece, as a literal, only on lines that have it', () => {
    const { lines } = aSale(twoLamps()).event
    expect(lines.map(line => line.ecotaxCents)).toEqual([24, undefined])
    expect('ecotaxCents' in lines[1]!).toBe(false)
    expect(lines.map(lineEcotaxCents)).toEqual([48, 0])
  })

  it('is on the receipt, per line and in total, as part of the same total', () => {
    const receipt = receiptOf(aSale(twoLamps()))
    expect(receipt.lines.map(line => line.ecotaxCents)).toEqual([24, 0])
    expect(receipt).toMatchObject({ totalCents: 14_848, ecotaxCents: 48 })
    expect(receiptOf(aSale(aTicket([book]))).ecotaxCents).toBe(0)
  })

  it('is given back with its goods, and printed on the refund', () => {
    const sale = aSale(twoLamps())
    const wanted = new Map([[0, 1000]])
    const back = aSale(
      giveBack(emptyTicket('b', AT.at), sale, [], wanted, () => 'id'),
      3,
    )
    expect(back.event.lines).toMatchObject([{ ecotaxCents: 24, quantityMilli: -1000 }])
    expect(receiptOf(back)).toMatchObject({ kind: 'refund', ecotaxCents: -24 })
  })

  it('is on the invoice', () => {
    const customer = invoicedCustomer(aCustomer())
    const invoice = invoiceOf(
      aSale(twoLamps()),
      customer,
      { payments: [], refunds: [], credited: [] },
      CONTEXT,
    )
    if (!invoice.ok) throw new Error(invoice.error.code)
    const event = { ...invoice.value, document: { series: 'AF', number: 1 } }
    const base = { till: 'A', eventId: 'invoice', ...AT, training: false, event }
    const paper = invoicePaperOf({ ...sealEvent(undefined, base), event })
    expect(paper.ecotaxCents).toBe(48)
    expect(paper.lines.map(line => line.ecotaxCents)).toEqual([24, 0])
  })

  it('has a column of its own among the lines', () => {
    const { columns, rows } = linesTable([aSale(twoLamps())], {} as never)
    const place = columns.findIndex(column => column.key === 'ecotax')
    expect(rows.map(row => row[place])).toEqual([48, 0])
  })

  it('separates lines of the same price', () => {
    const added = addArticle(aTicket([lamp]), { ...lamp, ecotaxCents: 30 }, '', 'other')
    expect(added.ok && added.value.ticket.lines).toHaveLength(2)
  })

  it('is updated with the prices of a parked ticket', () => {
    const today = new Map([[lamp.articleId, { ...lamp, ecotaxCents: 30 }]])
    const { ticket, changed } = refreshPrices(aTicket([lamp]), today)
    expect(ticket.lines[0]?.ecotaxCents).toBe(30)
    expect(changed).toEqual([])
    const dearer = new Map([[lamp.articleId, { ...lamp, priceCents: 7000, ecotaxCents: 36 }]])
    expect(refreshPrices(aTicket([lamp]), dearer).ticket.lines[0]).toMatchObject({
      unitPriceCents: 7000,
      ecotaxCents: 36,
    })
  })
})

describe('a discount', () => {
  it('in percent applies to the price without eco-participation', () => {
    // 10 % of 2 × 69,00 € and of 10,00 €.
    const ticket = giveDiscount(twoLamps(), aDiscount({ value: 1000 }))
    expect(priceTicket(ticket).map(line => line.discountCents)).toEqual([1380, 100])
    const line = giveDiscount(twoLamps(), aDiscount({ lineIds: ['ticket-1-line-0'] }))
    expect(priceTicket(line).map(one => one.discountCents)).toEqual([1380, 0])
  })

  it('of 100 % leaves the eco-participation to pay', () => {
    const ticket = giveDiscount(twoLamps(), aDiscount({ value: 10_000 }))
    expect(ticketTotals(ticket).totalCents).toBe(48)
    expect(receiptOf(aSale(ticket))).toMatchObject({ totalCents: 48, ecotaxCents: 48 })
  })

  it('in euros, for a lot, or by a changed price leaves the eco-participation unchanged', () => {
    const amount = giveDiscount(twoLamps(), aDiscount({ kind: 'amount', value: 500 }))
    expect(ticketTotals(amount).discountCents).toBe(500)
    const lot = giveDiscount(twoLamps(), aDiscount({ kind: 'fixed', value: 10_000 }))
    expect(ticketTotals(lot).totalCents).toBe(10_000)
    const other = overridePrice(twoLamps(), 'ticket-1-line-0', 4000, 'Défaut')
    for (const ticket of [amount, lot, other]) {
      expect(receiptOf(aSale(ticket)).ecotaxCents).toBe(48)
    }
  })

  it('in percent never lowers the eco-participation, and everything adds up to the cent', () => {
    fc.assert(
      fc.property(anyTicket, ticket => {
        const inPercent = {
          ...ticket,
          discounts: ticket.discounts.filter(discount => discount.kind === 'percent'),
        }
        const { byLine, byDiscount } = discountTicket(inPercent)
        expect(sum([...byLine.values()])).toBe(sum([...byDiscount.values()]))
        for (const { line, grossCents } of priceTicket(inPercent)) {
          expect(grossCents).toBeGreaterThanOrEqual(lineEcotaxCents(line))
        }
        const { event } = aSale(inPercent)
        expect(sum(event.lines.map(line => line.grossCents))).toBe(event.totalCents)
        expect(sum(event.vat.map(share => share.netCents + share.vatCents))).toBe(event.totalCents)
        expect(totalEcotaxCents(event.lines)).toBe(totalEcotaxCents(ticket.lines))
      }),
      { numRuns: 200 },
    )
  })

  it('shared among several people comes to the same total', () => {
    const ticket = giveDiscount(twoLamps(), aDiscount({ value: 10_000 }))
    let ids = 0
    const shares = splitByShares(ticket, 3, () => `share-${++ids}`, AT.at)
    expect(sum(shares.map(share => ticketTotals(share).totalCents))).toBe(48)
    expect(shares.map(share => share.lines[0]?.ecotaxCents)).toEqual([24, 24, 24])
  })
})
