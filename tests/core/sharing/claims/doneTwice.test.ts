import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anArticle, anEntry, aTender, aTicket, AT, CONTEXT } from '../../../support/factory'
import type { PaymentEntry, SaleEntry } from '@/core/journal/journal'
import { settleDebt } from '@/core/payment/debt'
import { giveBack } from '@/core/payment/refund'
import { settle } from '@/core/payment/settle'
import { paidOver, refundedOver, type SaleWithActs } from '@/core/sharing/claims/doneTwice'
import { isClaimUsed } from '@/core/sharing/claims/saleClaim'
import type { ShopSale } from '@/core/sharing/shopSales'
import { ticketTotals } from '@/core/ticket/pricing'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'

const PIECES = 3
const DUE = 6_000

function sealed(ticket: Ticket, seal: string, till: string, at = AT.at): SaleEntry {
  const { totalCents } = ticketTotals(ticket)
  const made = settle(ticket, [aTender(totalCents)], CONTEXT)
  if (!made.ok) throw new Error(made.error.code)
  return anEntry({ ...made.value, document: { series: till, number: 1 } }, { till, seal, at })
}

const honey = anArticle({ priceCents: 950 })
const sold = sealed(aTicket([honey, honey, honey, anArticle({ articleId: 'ps-2' })]), 'sold', 'A')
const sale: ShopSale = { sale: sold, journal: 'a' }

/** Several pieces given back of the first line, as a till does that knows of no other refund. */
function back(pieces: number, index: number): ShopSale {
  const ticket = giveBack(
    emptyTicket(`r${index}`, AT.at),
    sold,
    [],
    new Map([[0, pieces * 1000]]),
    () => `l${index}`,
  )
  const at = `2026-01-02T11:0${index % 10}:00.000+01:00`
  return { sale: sealed(ticket, `back-${index}`, 'B', at), journal: 'b' }
}

const debtTicket = {
  ...aTicket([anArticle({ priceCents: DUE })], 'debt'),
  customerId: 'customer-1',
}
const owed = settle(debtTicket, [], { ...CONTEXT, mayOwe: true })
if (!owed.ok) throw new Error(owed.error.code)
const debt: ShopSale = {
  sale: anEntry({ ...owed.value, document: { series: 'A', number: 2 } }, { seal: 'owed' }),
  journal: null,
}

/** A part of the debt paid, at a till that knows of no other payment. */
function paid(cents: number, index: number): PaymentEntry {
  const shown = { shownCents: DUE, stillDueCents: DUE, foodLeftCents: null }
  const made = settleDebt(debt.sale, shown, [aTender(cents)], CONTEXT)
  if (!made.ok) throw new Error(made.error.code)
  const document = { series: 'BP', number: index }
  return anEntry({ ...made.value, document }, { till: 'B', seal: `paid-${index}` })
}

const pieces = fc.array(fc.integer({ min: 1, max: PIECES }), { maxLength: 4 })
const amounts = fc.array(fc.integer({ min: 1, max: DUE }), { maxLength: 4 })
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** The same acts in another order, some known twice. */
const anyOrder = <One>(acts: readonly One[]) =>
  acts.length === 0
    ? fc.constant<One[]>([])
    : fc
        .tuple(fc.shuffledSubarray([...acts], { minLength: acts.length }), fc.subarray([...acts]))
        .map(([all, again]) => [...all, ...again])

describe('a sale that tills refunded', () => {
  const known = (refunds: readonly ShopSale[]): SaleWithActs[] => [{ sale, refunds, payments: [] }]

  it('is to be verified when more came back than was sold, in whatever order it is known', () => {
    fc.assert(
      fc.property(
        pieces.chain(each => {
          const refunds = each.map(back)
          return fc.tuple(fc.constant(each), anyOrder(refunds), anyOrder(refunds))
        }),
        ([each, one, other]) => {
          const found = refundedOver(known(one))
          expect(found).toEqual(refundedOver(known(other)))
          expect(found).toHaveLength(sum(each) > PIECES ? 1 : 0)
          expect(found[0]?.refunds.length ?? 0).toBe(sum(each) > PIECES ? each.length : 0)
        },
      ),
    )
  })
})

describe('a debt that tills were paid', () => {
  const known = (payments: readonly PaymentEntry[]): SaleWithActs[] => [
    { sale: debt, refunds: [], payments },
  ]

  it('is to be verified when more was paid than was due, in whatever order it is known', () => {
    fc.assert(
      fc.property(
        amounts.chain(each => {
          const payments = each.map(paid)
          return fc.tuple(fc.constant(each), anyOrder(payments), anyOrder(payments))
        }),
        ([each, one, other]) => {
          const found = paidOver(known(one))
          expect(found).toEqual(paidOver(known(other)))
          const over = sum(each) - DUE
          expect(found.map(({ overCents }) => overCents)).toEqual(over > 0 ? [over] : [])
        },
      ),
    )
  })
})

it('a claim is used up by what its device did since, by that device’s clock', () => {
  const claim = { device: 'front', at: '2026-01-02T10:00:00.000Z' }
  const isUsed = (device: string, at: string) => isClaimUsed(claim, [{ device, at }])
  expect(isUsed('front', '2026-01-02T11:00:01.000+01:00')).toBe(true)
  expect(isUsed('front', '2026-01-02T10:59:59.000+01:00')).toBe(false)
  expect(isUsed('back', '2026-01-02T11:00:01.000+01:00')).toBe(false)
})
