import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDiscount, anyTicket } from '../../support/anyTicket'
import { anArticle, aTender, aTicket, CONTEXT } from '../../support/factory'
import { giveDiscount } from '@/core/ticket/discount'
import { lineCents } from '@/core/money'
import { ticketTotals } from '@/core/ticket/pricing'
import { settle } from '@/core/payment/settle'
import { emptyTicket } from '@/core/ticket/ticket'
import { changeLine } from '@/core/ticket/lines'
import { amountTyped } from '@/core/typedAmount'

const honey = anArticle({ articleId: 'ps-1', name: 'Miel', priceCents: 950, vatRate: 550 })
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)
const refusal = (result: ReturnType<typeof settle>) => (result.ok ? null : result.error)

describe('settle', () => {
  it('gives change on cash', () => {
    const sale = settle(aTicket([honey]), [aTender(2000)], CONTEXT)
    expect(sale).toMatchObject({ ok: true, value: { totalCents: 950, changeCents: 1050 } })
  })

  it('takes any number of tenders; cash alone gives change', () => {
    const tenders = [aTender(400, 'card'), aTender(300, 'cheque'), aTender(300)]
    expect(settle(aTicket([honey]), tenders, CONTEXT)).toMatchObject({
      ok: true,
      value: { changeCents: 50, dueCents: 0, tenders },
    })
  })

  it('refuses too little, nothing to sell, and an amount no one gives change on', () => {
    expect(refusal(settle(aTicket([honey]), [aTender(949)], CONTEXT))).toEqual({
      code: 'tender-short',
      missingCents: 1,
    })
    expect(refusal(settle(emptyTicket('t', ''), [], CONTEXT))).toEqual({ code: 'ticket-empty' })
    for (const kind of ['card', 'cheque', 'meal-voucher', 'transfer', 'other'] as const) {
      expect(refusal(settle(aTicket([honey]), [aTender(951, kind)], CONTEXT))).toEqual({
        code: 'tender-over',
        tenderName: kind,
        overCents: 1,
      })
    }
    const nought = [aTender(950), aTender(0, 'card')]
    expect(refusal(settle(aTicket([honey]), nought, CONTEXT))).toMatchObject({
      code: 'tender-nought',
    })
  })

  it('takes meal vouchers up to their ceiling only', () => {
    const dear = aTicket([anArticle({ priceCents: 3000, vatRate: 1000 })])
    const over = [aTender(2501, 'meal-voucher'), aTender(499, 'card')]
    expect(refusal(settle(dear, over, CONTEXT))).toEqual({
      code: 'meal-voucher-over',
      ceilingCents: 2500,
      people: 1,
    })
    const within = [aTender(2500, 'meal-voucher'), aTender(500, 'card')]
    const sealed = settle(dear, within, CONTEXT)
    expect(sealed.ok && 'voucherPeople' in sealed.value).toBe(false)
  })

  it('takes the ceiling of each person who pays in meal vouchers, and seals how many', () => {
    const table = aTicket([anArticle({ priceCents: 8000, vatRate: 1000 })])
    const by = (people: number, ...tenders: ReturnType<typeof aTender>[]) =>
      settle(table, tenders, { ...CONTEXT, voucherPeople: people })
    const three = [aTender(7500, 'meal-voucher'), aTender(500)] as const
    expect(by(3, ...three)).toMatchObject({ ok: true, value: { voucherPeople: 3 } })
    expect(refusal(by(2, ...three))).toEqual({
      code: 'meal-voucher-over',
      ceilingCents: 2500,
      people: 2,
    })
    const without = by(3, aTender(8000))
    expect(without.ok && 'voucherPeople' in without.value).toBe(false)
  })

  it('leaves the rest due by a customer who is named, and by no one else', () => {
    const owing = { ...CONTEXT, mayOwe: true }
    const named = { ...aTicket([honey]), customerId: 'customer-1' }
    expect(settle(named, [aTender(400)], owing)).toMatchObject({
      ok: true,
      value: { dueCents: 550, changeCents: 0, customerId: 'customer-1' },
    })
    expect(settle(named, [], owing)).toMatchObject({ ok: true, value: { dueCents: 950 } })
    expect(refusal(settle(aTicket([honey]), [aTender(400)], owing))).toMatchObject({
      code: 'tender-short',
    })
    expect(refusal(settle(named, [aTender(400)], CONTEXT))).toMatchObject({ code: 'tender-short' })
  })

  it('gives back exactly what is due to the customer', () => {
    const back = changeLine(aTicket([honey]), 'ticket-1-line-0', line => ({
      ...line,
      quantityMilli: -1000,
    }))
    expect(settle(back, [aTender(-950)], CONTEXT)).toMatchObject({
      ok: true,
      value: { kind: 'refund', totalCents: -950, changeCents: 0, dueCents: 0 },
    })
    for (const tenders of [[aTender(-949)], [aTender(-951)], [], [aTender(-1000), aTender(50)]]) {
      expect(refusal(settle(back, tenders, CONTEXT))).toEqual({
        code: 'give-back-differs',
        toGiveCents: 950,
      })
    }
  })

  it('seals a discount with the lines it applies to, never a returned line', () => {
    const two = aTicket([honey, anArticle()])
    const [back, sold] = ['ticket-1-line-0', 'ticket-1-line-1'] as const
    const exchange = changeLine(two, back, line => ({ ...line, quantityMilli: -1000 }))
    const discounted = giveDiscount(exchange, aDiscount({ lineIds: [back, sold] }))
    const sale = settle(discounted, [aTender(1393 - 950)], CONTEXT)
    expect(sale.ok && sale.value.discounts).toMatchObject([{ lines: [1], amountCents: 155 }])
  })

  it('never seals a scanned code as cash, even where a screen let it pass', () => {
    for (const givenCents of [950 + 100_001, 3_760_000, 3_760_000_000_017]) {
      expect(refusal(settle(aTicket([honey]), [aTender(givenCents)], CONTEXT))).toEqual({
        code: 'amount-unlikely',
        typed: amountTyped(givenCents),
      })
    }
    expect(settle(aTicket([honey]), [aTender(950 + 100_000)], CONTEXT).ok).toBe(true)
  })

  it('gives back by lowering a debt, up to its amount', () => {
    const back = changeLine(aTicket([honey]), 'ticket-1-line-0', line => ({
      ...line,
      quantityMilli: -1000,
    }))
    const source = { till: 'A', entry: 2, line: 0, document: { series: 'A', number: 1 } }
    const ofSale = {
      ...back,
      lines: back.lines.map(line => ({ ...line, refund: { source, grossCents: 950 } })),
    }
    const tenders = [aTender(-600, 'debt'), aTender(-350)]
    expect(settle(ofSale, tenders, { ...CONTEXT, debtCents: 600 })).toMatchObject({
      ok: true,
      value: { tenders, dueCents: 0 },
    })
    expect(refusal(settle(ofSale, tenders, { ...CONTEXT, debtCents: 599 }))).toEqual({
      code: 'debt-changed',
      stillDueCents: 599,
    })
    // Goods of no sale, or of several, lower no debt.
    expect(refusal(settle(back, tenders, { ...CONTEXT, debtCents: 600 }))).toEqual({
      code: 'debt-changed',
      stillDueCents: 0,
    })
    expect(() => settle(aTicket([honey]), [aTender(950, 'debt')], CONTEXT)).toThrow('pays nothing')
  })

  it('adds up to the cent whatever is sold', () => {
    fc.assert(
      fc.property(anyTicket, fc.nat(10_000), fc.nat(100), (ticket, overCents, cardShare) => {
        const { totalCents } = ticketTotals(ticket)
        const cardCents = Math.floor((totalCents * cardShare) / 100)
        const cashCents = totalCents - cardCents + (totalCents > 0 ? overCents : 0)
        const tenders = [aTender(cardCents, 'card'), aTender(cashCents)].filter(
          tender => tender.givenCents > 0,
        )
        const sale = settle(ticket, tenders, CONTEXT)
        if (!sale.ok) throw new Error(sale.error.code)
        const { lines, vat, discounts, tenders: given, changeCents, dueCents } = sale.value
        expect(sum(lines.map(line => line.grossCents))).toBe(totalCents)
        expect(sum(vat.map(share => share.netCents + share.vatCents))).toBe(totalCents)
        expect(sum(vat.map(share => share.grossCents))).toBe(totalCents)
        expect(sum(given.map(one => one.givenCents)) - changeCents + dueCents).toBe(totalCents)
        expect(sum(discounts.map(one => one.amountCents))).toBe(
          sum(lines.map(line => line.discountCents)),
        )
        for (const line of lines) {
          const baseCents = lineCents(line.unitPriceCents, line.quantityMilli)
          expect(baseCents - line.discountCents).toBe(line.grossCents)
        }
      }),
      { numRuns: 500 },
    )
  })
})
