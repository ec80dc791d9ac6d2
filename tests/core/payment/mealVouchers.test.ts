import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDiscount, anyTicket } from '../../support/anyTicket'
import { anArticle, anEntry, aTender, aTicket, CONTEXT } from '../../support/factory'
import type { Article, Department } from '@/core/catalogue/article'
import { giveDiscount } from '@/core/ticket/discount'
import { freeArticle } from '@/core/ticket/freePrice'
import type { SaleEntry } from '@/core/journal/journal'
import {
  foodCentsOf,
  foodLeftCents,
  foodRule,
  isOverFood,
  voucherLimit,
  vouchersBackLimit,
  vouchersPaidCents,
  type FoodMarks,
  type IsFood,
} from '@/core/payment/mealVouchers'
import { priceTicket, ticketTotals } from '@/core/ticket/pricing'
import { giveBack, refundableLines } from '@/core/payment/refund'
import { settle } from '@/core/payment/settle'
import type { Tender } from '@/core/payment/tender'
import { offeredCents, NOTHING_PAID } from '@/core/payment/openPayment'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { changeLine } from '@/core/ticket/lines'

const department = (departmentId: string, parentId: string | null = null): Department => ({
  departmentId,
  parentId,
  name: departmentId,
  position: 0,
})
const DEPARTMENTS = [department('food'), department('tea', 'food'), department('paper')]
const tea = anArticle({ articleId: 'tea', priceCents: 1_240, departmentIds: ['tea', 'gifts'] })
const notebook = anArticle({ articleId: 'notebook', departmentIds: ['paper', 'food'] })

function ruleOf(markedIds: string[], articles: Article[] = [tea, notebook]): IsFood | null {
  const articleOf: FoodMarks['articleOf'] = id => articles.find(one => one.articleId === id)
  return foodRule({ departments: DEPARTMENTS, markedIds, articles, articleOf })
}
const isTea: IsFood = articleId => articleId === 'tea'
const foodOf = (ticket: Ticket, isFood = isTea) => foodCentsOf(priceTicket(ticket), isFood)
const refusal = (result: ReturnType<typeof settle>) => (result.ok ? null : result.error)

describe('what the owner marks as food', () => {
  it('is a department with its sub-departments, by an article’s main department', () => {
    const isFood = ruleOf(['food'])
    expect([tea, notebook].map(({ articleId }) => isFood?.(articleId))).toEqual([true, false])
  })

  it('is a single article, marked or excluded, whatever its department', () => {
    const wine = { ...tea, articleId: 'wine', takesMealVouchers: false }
    const bar = { ...notebook, articleId: 'bar', takesMealVouchers: true }
    const isFood = ruleOf(['food'], [tea, notebook, wine, bar])
    expect(['tea', 'notebook', 'wine', 'bar'].map(id => isFood?.(id))).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect(ruleOf([], [tea, notebook, bar])?.('tea')).toBe(false)
    // Articles that are only excluded leave all others as food.
    expect(['tea', 'wine'].map(id => ruleOf([], [tea, wine])?.(id))).toEqual([true, false])
  })

  it('is a free price of its department, but no article that the till no longer knows', () => {
    const isFood = ruleOf(['food'])
    const freeOf = (departmentId: string) => freeArticle({ departmentId }, 'Libre', 250, 550)
    expect(isFood?.(freeOf('tea').articleId)).toBe(true)
    expect(isFood?.(freeOf('paper').articleId)).toBe(false)
    expect(isFood?.('ps-gone')).toBe(false)
  })

  it('is no rule when nothing is marked', () => {
    expect(ruleOf([])).toBeNull()
    const sale = settle(aTicket([notebook]), [aTender(1_548, 'meal-voucher')], CONTEXT)
    expect(sale.ok && 'foodCents' in sale.value).toBe(false)
  })
})

describe('what meal vouchers may pay of a ticket', () => {
  const both = aTicket([tea, notebook])

  it('is its food, and the till seals how much that was', () => {
    const context = { ...CONTEXT, isFood: isTea }
    const over = [aTender(1_241, 'meal-voucher'), aTender(1_547, 'card')]
    expect(refusal(settle(both, over, context))).toEqual({
      code: 'meal-voucher-food',
      mostCents: 1_240,
    })
    const within = [aTender(1_240, 'meal-voucher'), aTender(1_548, 'card')]
    expect(settle(both, within, context)).toMatchObject({ ok: true, value: { foodCents: 1_240 } })
    expect(refusal(settle(aTicket([notebook]), [aTender(1, 'meal-voucher')], context))).toEqual({
      code: 'meal-voucher-food',
      mostCents: 0,
    })
  })

  it('comes with what limits it: the food, the ceiling, or nothing', () => {
    const limit = (totalCents: number, foodCents: number | null) =>
      voucherLimit(totalCents, { mealVoucherCeilingCents: 2_500, foodCents })
    expect(limit(2_788, 1_240)).toEqual({ mostCents: 1_240, why: 'food' })
    expect(limit(6_000, 4_000)).toEqual({ mostCents: 2_500, why: 'ceiling' })
    expect(limit(1_240, 1_240)).toEqual({ mostCents: 1_240, why: null })
    expect(limit(2_788, null)).toEqual({ mostCents: 2_500, why: 'ceiling' })
    expect(limit(1_000, -300)).toEqual({ mostCents: 0, why: 'food' })
  })

  it('is after its share of all discounts, also on the whole ticket', () => {
    expect(foodOf(giveDiscount(both, aDiscount()))).toBe(1_116)
    expect(foodOf(giveDiscount(both, aDiscount({ kind: 'amount', value: 2_788 })))).toBe(0)
    const onPaper = aDiscount({ lineIds: ['ticket-1-line-1'] })
    expect(foodOf(giveDiscount(both, onPaper))).toBe(1_240)
  })

  it('excludes shipping, and is lowered by food that is given back', () => {
    const shipped = changeLine(both, 'ticket-1-line-0', line => ({
      ...line,
      shipping: 'follows-goods',
    }))
    expect(foodOf(shipped)).toBe(0)
    const back = changeLine(both, 'ticket-1-line-0', line => ({ ...line, quantityMilli: -1000 }))
    expect(foodOf(back)).toBe(-1_240)
    const sale = settle(back, [aTender(308)], { ...CONTEXT, isFood: isTea })
    expect(sale).toMatchObject({ ok: true, value: { foodCents: -1_240 } })
    expect(
      refusal(settle(back, [aTender(308, 'meal-voucher')], { ...CONTEXT, isFood: isTea })),
    ).toEqual({ code: 'meal-voucher-food', mostCents: 0 })
  })

  it('gives back no vouchers for other goods, or when no voucher paid', () => {
    const backOf = (article: Article) =>
      changeLine(aTicket([article]), 'ticket-1-line-0', line => ({ ...line, quantityMilli: -1000 }))
    const give = (article: Article, paidCents: number) => {
      const cents = article.priceCents ?? 0
      const context = { ...CONTEXT, isFood: isTea, vouchersPaidCents: paidCents }
      return settle(backOf(article), [aTender(0 - cents, 'meal-voucher')], context)
    }
    const refused = (mostCents: number) => ({ code: 'meal-voucher-back', mostCents })
    expect(refusal(give(notebook, 5_000))).toEqual(refused(0))
    expect(refusal(give(tea, 0))).toEqual(refused(0))
    expect(refusal(give(tea, 1_239))).toEqual(refused(1_239))
    expect(give(tea, 1_240)).toMatchObject({ ok: true, value: { foodCents: -1_240 } })
  })

  it('gives back up to what vouchers paid, when no food is marked', () => {
    const limit = (vouchersPaidCents: number, foodCents: number | null = null) =>
      vouchersBackLimit(-1_000, { foodCents, vouchersPaidCents })
    expect([limit(5_000), limit(589), limit(-1)]).toEqual([1_000, 589, 0])
    expect([limit(5_000, -400), limit(5_000, 300)]).toEqual([400, 0])
    expect(vouchersBackLimit(1_000, { foodCents: null, vouchersPaidCents: 1_000 })).toBe(0)
  })
})

const anyFood = fc
  .uniqueArray(fc.nat(7))
  .map(indexes => new Set(indexes.map(lineIndex => `ps-${lineIndex}`)))

it('is never more than the total, than the food, nor than the ceiling, and is taken to the cent', () => {
  fc.assert(
    fc.property(anyTicket, anyFood, fc.nat(5_000), (ticket, food, ceilingCents) => {
      const isFood: IsFood = id => food.has(id)
      const context = { ...CONTEXT, mealVoucherCeilingCents: ceilingCents, isFood }
      const { totalCents } = ticketTotals(ticket)
      const foodCents = foodOf(ticket, isFood)
      const { mostCents } = voucherLimit(totalCents, { ...context, foodCents })
      expect(mostCents).toBeGreaterThanOrEqual(0)
      expect(mostCents).toBe(Math.min(totalCents, foodCents, ceilingCents))
      const toPay = { ...context, totalCents, foodCents }
      const means = {
        meansId: 'v',
        kind: 'meal-voucher',
        name: '',
        account: '',
        isOn: true,
      } as const
      expect(offeredCents(means, NOTHING_PAID, toPay)).toBe(mostCents)

      const pay = (vouchersCents: number) => {
        const tenders = [
          aTender(vouchersCents, 'meal-voucher'),
          aTender(totalCents - vouchersCents),
        ]
        return settle(
          ticket,
          tenders.filter(one => one.givenCents > 0),
          context,
        )
      }
      expect(pay(mostCents + 1).ok).toBe(false)
      const sale = pay(mostCents)
      if (!sale.ok) throw new Error(sale.error.code)
      expect(isOverFood({ ...sale.value, document: { series: 'A', number: 1 } })).toBe(false)
      const ofFood = sale.value.lines.filter(one => one.kind === 'goods' && isFood(one.articleId))
      expect(sale.value.foodCents).toBe(ofFood.reduce((sum, one) => sum + one.grossCents, 0))
    }),
    { numRuns: 500 },
  )
})

it('is the same in whatever order lines came or tenders were given', () => {
  fc.assert(
    fc.property(anyTicket, anyFood, fc.nat(), (ticket, food, seed) => {
      const isFood: IsFood = id => food.has(id)
      // A spread discount may give its last cent to another line.
      const plain = { ...ticket, discounts: [] }
      const at = seed % plain.lines.length
      const lines = [...plain.lines.slice(at), ...plain.lines.slice(0, at)].reverse()
      expect(foodOf({ ...plain, lines }, isFood)).toBe(foodOf(plain, isFood))

      const foodCents = foodOf(ticket, isFood)
      const { totalCents } = ticketTotals(ticket)
      const { mostCents } = voucherLimit(totalCents, { ...CONTEXT, foodCents })
      for (const vouchersCents of [mostCents, mostCents + 1]) {
        const tenders = [
          aTender(Math.floor(vouchersCents / 2), 'meal-voucher'),
          aTender(totalCents, 'cash'),
          aTender(Math.ceil(vouchersCents / 2), 'meal-voucher'),
        ].filter(one => one.givenCents > 0)
        const paid = [tenders, tenders.toReversed()].map(
          given => settle(ticket, given, { ...CONTEXT, isFood }).ok,
        )
        expect(paid[0]).toBe(paid[1])
      }
    }),
  )
})

it('gives back, part after part, no more vouchers than paid, nor than the food of each part', () => {
  fc.assert(
    fc.property(
      anyTicket,
      anyFood,
      fc.nat(9_999),
      fc.infiniteStream(fc.nat(3_000)),
      (ticket, food, share, milli) => {
        const isFood: IsFood = id => food.has(id)
        const { totalCents } = ticketTotals(ticket)
        const { mostCents } = voucherLimit(totalCents, {
          ...CONTEXT,
          foodCents: foodOf(ticket, isFood),
        })
        const paidCents = Math.floor((mostCents * share) / 9_999)
        const seal = (of: Ticket, tenders: Tender[], number: number, terms = CONTEXT) => {
          const settled = settle(
            of,
            tenders.filter(one => one.givenCents !== 0),
            { ...terms, isFood },
          )
          if (!settled.ok) throw new Error(settled.error.code)
          return anEntry({ ...settled.value, document: { series: 'A', number } }, { number })
        }
        const rest = aTender(totalCents - paidCents, 'card')
        const sale = seal(ticket, [aTender(paidCents, 'meal-voucher'), rest], 2)
        const refunds: SaleEntry[] = []
        for (let number = 3; number < 7; number += 1) {
          const wanted = refundableLines(sale, refunds).map(
            ({ lineIndex, leftMilli }) =>
              [lineIndex, Math.min(leftMilli, Number(milli.next().value))] as const,
          )
          const back = giveBack(emptyTicket('back', ''), sale, refunds, new Map(wanted), () =>
            String(refunds.length),
          )
          if (back.lines.length === 0) continue
          const backCents = 0 - ticketTotals(back).totalCents
          const leftCents = vouchersPaidCents([sale], refunds)
          const rules = { foodCents: foodOf(back, isFood), vouchersPaidCents: leftCents }
          const limit = vouchersBackLimit(0 - backCents, rules)
          expect(limit).toBeLessThanOrEqual(Math.max(0, 0 - rules.foodCents))
          const context = { ...CONTEXT, vouchersPaidCents: leftCents }
          const over = [aTender(-1 - limit, 'meal-voucher'), aTender(1 + limit - backCents, 'card')]
          expect(refusal(settle(back, over, { ...context, isFood }))).toEqual({
            code: 'meal-voucher-back',
            mostCents: limit,
          })
          const tenders = [aTender(0 - limit, 'meal-voucher'), aTender(limit - backCents, 'card')]
          refunds.push(seal(back, tenders, number, context))
          expect(vouchersPaidCents([sale], refunds)).toBe(leftCents - limit)
        }
        expect(vouchersPaidCents([sale], refunds)).toBeGreaterThanOrEqual(0)
      },
    ),
  )
})

describe('what vouchers may still pay of a sale left due', () => {
  const document = { series: 'A', number: 1 }

  function sealed(ticket: Ticket, tenders = [aTender(500, 'meal-voucher')], number = 2): SaleEntry {
    const context = { ...CONTEXT, isFood: isTea, mayOwe: true, debtCents: 9_999 }
    const sale = settle({ ...ticket, customerId: 'customer-1' }, tenders, context)
    if (!sale.ok) throw new Error(sale.error.code)
    return anEntry({ ...sale.value, document }, { number, eventId: `event-${number}` })
  }
  const sale = sealed(aTicket([tea, notebook]))
  const back = (lineIndex: number, cents: number) =>
    sealed(
      giveBack(emptyTicket('back', ''), sale, [], new Map([[lineIndex, 1000]]), () => 'back'),
      [aTender(0 - cents, 'debt')],
      3,
    )

  it('is its food as it was sealed, less what vouchers paid and what came back of it', () => {
    expect(foodLeftCents(sale, [], [])).toBe(740)
    expect(foodLeftCents(sale, [], [back(0, 1_240)])).toBe(-500)
    expect(foodLeftCents(sale, [], [back(1, 1_548)])).toBe(740)
  })

  it('is not limited to food when the sale does not state its food', () => {
    const { foodCents: _unsaid, ...event } = sale.event
    expect(foodLeftCents({ ...sale, event }, [], [])).toBeNull()
  })

  it('is not changed by vouchers that an exchange took for its own goods', () => {
    const exchange = { ...back(0, 1_240), event: { ...sale.event, kind: 'sale' as const } }
    expect(vouchersPaidCents([sale], [exchange])).toBe(500)
  })

  it('leaves out exchanges, which do not tell whose food it is', () => {
    const exchange = back(0, 1_240)
    const other = { ...exchange, event: { ...exchange.event, kind: 'sale' as const } }
    expect(foodLeftCents(sale, [], [other])).toBe(740)
  })
})
