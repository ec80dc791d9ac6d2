import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anArticle, anEntry, aTender, aTicket, AT, CONTEXT } from '../../support/factory'
import { saleToLower, settleDebt, stillDueCents } from '@/core/payment/debt'
import type { PaymentEntry, SaleEntry } from '@/core/journal/journal'
import { receiptOf } from '@/core/documents/receipt'
import { giveBack } from '@/core/payment/refund'
import { settle } from '@/core/payment/settle'
import type { Tender } from '@/core/payment/tender'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'

const document = { series: 'A', number: 1 }

function aDebt(dueCents: number): SaleEntry {
  const ticket = { ...aTicket([anArticle({ priceCents: dueCents })]), customerId: 'customer-1' }
  const sale = settle(ticket, [], { ...CONTEXT, mayOwe: true })
  if (!sale.ok) throw new Error(sale.error.code)
  return anEntry({ ...sale.value, document })
}

function pay(sale: SaleEntry, stillDue: number, tenders: Tender[]): PaymentEntry {
  const debt = { shownCents: stillDue, stillDueCents: stillDue, foodLeftCents: null }
  const paid = settleDebt(sale, debt, tenders, CONTEXT)
  if (!paid.ok) throw new Error(paid.error.code)
  return anEntry({ ...paid.value, document: { series: 'AP', number: 1 } })
}

const sale = aDebt(6_000)

describe('a sale left due', () => {
  it('is paid in parts, with change on the last, and then owes nothing', () => {
    const first = pay(sale, 6_000, [aTender(2_000, 'card')])
    expect(first.event).toMatchObject({ dueBeforeCents: 6_000, dueCents: 4_000, saleNumber: 2 })
    expect(stillDueCents(sale, [first], [])).toBe(4_000)
    const last = pay(sale, 4_000, [aTender(5_000)])
    expect(last.event).toMatchObject({ dueBeforeCents: 4_000, dueCents: 0, changeCents: 1_000 })
    expect(stillDueCents(sale, [first, last], [])).toBe(0)
  })

  it('may be lowered only by its own goods, on a ticket that gives back', () => {
    const back = (now: Ticket, of: SaleEntry) =>
      giveBack(now, of, [], new Map([[0, 1000]]), () => `back-of-${of.number}`)
    const ticket = back(emptyTicket('back', AT.at), sale)
    expect(saleToLower(ticket, -6_000)).toMatchObject({ till: 'A', number: 2 })
    expect(saleToLower(ticket, 0)).toBeNull()
    expect(saleToLower(aTicket(), 1_548)).toBeNull()
    const other = { ...sale, number: 3, eventId: 'other' }
    expect(saleToLower(back(ticket, other), -12_000)).toBeNull()
  })

  it('refuses more than is due, nothing, and a debt that has changed in the journal', () => {
    const debt = { shownCents: 6_000, stillDueCents: 6_000, foodLeftCents: null as number | null }
    const refusal = (over: Partial<typeof debt>, tenders: Tender[]) => {
      const paid = settleDebt(sale, { ...debt, ...over }, tenders, CONTEXT)
      return paid.ok ? null : paid.error
    }
    expect(refusal({}, [aTender(6_001, 'card')])).toMatchObject({ code: 'tender-over' })
    expect(refusal({ foodLeftCents: 740 }, [aTender(741, 'meal-voucher')])).toEqual({
      code: 'meal-voucher-food',
      mostCents: 740,
    })
    expect(refusal({ foodLeftCents: 740 }, [aTender(740, 'meal-voucher')])).toBeNull()
    expect(refusal({}, [])).toEqual({ code: 'tender-short', missingCents: 6_000 })
    expect(refusal({ stillDueCents: 4_000 }, [aTender(6_000)])).toEqual({
      code: 'debt-changed',
      stillDueCents: 4_000,
    })
    expect(refusal({ shownCents: 0, stillDueCents: 0 }, [aTender(1)])).toEqual({
      code: 'debt-changed',
      stillDueCents: 0,
    })
  })

  it('owes less when goods come back against it, and the same when money is given back', () => {
    const refundWith = (tender: Tender) =>
      anEntry({ ...sale.event, kind: 'refund' as const, tenders: [tender], refundOf: [2] })
    expect(stillDueCents(sale, [], [refundWith(aTender(-1_500, 'debt'))])).toBe(4_500)
    expect(stillDueCents(sale, [], [refundWith(aTender(-1_500))])).toBe(6_000)
  })

  it('is paid to the cent, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }), parts => {
        const whole = aDebt(parts.reduce((sum, part) => sum + part, 0))
        const payments: PaymentEntry[] = []
        for (const part of parts) {
          const stillDue = stillDueCents(whole, payments, [])
          payments.push(pay(whole, stillDue, [aTender(part, 'card')]))
        }
        expect(stillDueCents(whole, payments, [])).toBe(0)
        expect(payments.at(-1)?.event.dueCents).toBe(0)
      }),
    )
  })
})

it('a payment has a receipt that names its sale, what was due and what still is', () => {
  const payment = pay(sale, 6_000, [aTender(2_000, 'card'), aTender(500)])
  expect(receiptOf(payment)).toMatchObject({
    kind: 'payment',
    number: 'AP-000001',
    paymentOf: 'A-000001',
    totalCents: 6_000,
    dueCents: 3_500,
    lines: [],
    vat: [],
    tenders: [{ givenCents: 2_000 }, { givenCents: 500 }],
  })
  expect(receiptOf(sale)).toMatchObject({ kind: 'sale', paymentOf: '', dueCents: 6_000 })
})
