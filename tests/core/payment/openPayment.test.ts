import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aMeans } from '../../support/factory'
import { checkTenders } from '@/core/payment/settle'
import { givenCents, givenInCents, type PaymentMethod } from '@/core/payment/tender'
import {
  canPay,
  chooseMethod,
  enterAmount,
  enteredCents,
  eraseDigit,
  leavableCents,
  leftCents,
  NOTHING_PAID,
  offeredCents,
  refusalOf,
  removeTender,
  splitTender,
  tendersBeforeDue,
  tendersOf,
  typeDigits,
  type OpenPayment,
  type ToPay,
} from '@/core/payment/openPayment'

const cash = aMeans('cash')
const card = aMeans('card')
const voucher = aMeans('meal-voucher')
const gift = { ...aMeans('other'), name: 'Carte cadeau', account: '4191' }

const toPay = (totalCents: number, over: Partial<ToPay> = {}): ToPay => ({
  totalCents,
  mealVoucherCeilingCents: 2_500,
  foodCents: null,
  debtCents: 0,
  vouchersPaidCents: 0,
  ...over,
})
const due = toPay(6_723)

function choose(open: OpenPayment, method: PaymentMethod, of: ToPay = due): OpenPayment {
  const chosen = chooseMethod(open, method, of)
  if (!chosen.ok) throw new Error(chosen.error.code)
  return chosen.value
}
const given = (open: OpenPayment, of: ToPay = due) =>
  tendersOf(open, of).map(tender => [tender.kind, tender.givenCents])

describe('one payment method', () => {
  it('cash is typed or taken at once, and may be above what is due', () => {
    const chosen = choose(NOTHING_PAID, cash)
    expect(canPay(chosen, due)).toBe(false)
    expect(given(enterAmount(chosen, 6_723))).toEqual([['cash', 6_723]])
    const typed = ['7', '0', '00'].reduce(typeDigits, enterAmount(chosen, 6_723))
    expect(given(typed)).toEqual([['cash', 7_000]])
    expect(canPay(typed, due)).toBe(true)
    expect(enteredCents(eraseDigit(typed, due), due)).toBe(700)
  })

  it('any other method takes exactly what is left, in one tap', () => {
    const chosen = choose(NOTHING_PAID, card)
    expect(given(chosen)).toEqual([['card', 6_723]])
    expect(canPay(chosen, due)).toBe(true)
  })

  it('an amount above what is due is refused as typed, never altered', () => {
    const over = typeDigits(choose(NOTHING_PAID, card), '6724')
    expect(refusalOf(over, due)).toEqual({ code: 'tender-over', tenderName: 'card', overCents: 1 })
    expect(canPay(over, due)).toBe(false)
    expect(enteredCents(over, due)).toBe(6_724)
  })

  it('meal vouchers stop at their ceiling, vouchers taken before included', () => {
    const chosen = choose(NOTHING_PAID, voucher)
    expect(given(chosen)).toEqual([['meal-voucher', 2_500]])
    const then = choose(chosen, voucher)
    expect(given(then)).toEqual([['meal-voucher', 2_500]])
    const withCard = choose(then, card)
    expect(given(withCard)).toEqual([
      ['meal-voucher', 2_500],
      ['card', 4_223],
    ])
    expect(offeredCents(voucher, withCard, due)).toBe(0)
    const over = typeDigits(choose(NOTHING_PAID, voucher), '2501')
    expect(refusalOf(over, due)).toEqual({ code: 'meal-voucher-over', ceilingCents: 2_500 })
  })

  it('meal vouchers stop at the food, vouchers taken before included', () => {
    const fed = toPay(6_723, { foodCents: 1_240 })
    const chosen = choose(NOTHING_PAID, voucher, fed)
    expect(given(chosen, fed)).toEqual([['meal-voucher', 1_240]])
    const part = choose(typeDigits(chosen, '1000'), voucher, fed)
    expect(given(part, fed)).toEqual([
      ['meal-voucher', 1_000],
      ['meal-voucher', 240],
    ])
    const refused = { code: 'meal-voucher-food', mostCents: 1_240 }
    expect(refusalOf(typeDigits(part, '241'), fed)).toEqual(refused)
    const over = typeDigits(splitTender(part, fed), '1')
    expect(chooseMethod(over, voucher, fed)).toEqual({ ok: false, error: refused })
    expect(offeredCents(voucher, NOTHING_PAID, toPay(6_723, { foodCents: 0 }))).toBe(0)
  })
})

describe('several payment methods', () => {
  it('takes an amount typed before its method, and shows what is left', () => {
    let now = splitTender(choose(NOTHING_PAID, cash), due)
    now = choose(typeDigits(now, '2000'), card)
    expect(given(now)).toEqual([['card', 2_000]])
    expect(leftCents(now, due)).toBe(4_723)
    now = choose(typeDigits(now, '723'), gift)
    now = choose(now, cash)
    now = enterAmount(now, 5_000)
    expect(given(now)).toEqual([
      ['card', 2_000],
      ['other', 723],
      ['cash', 5_000],
    ])
    expect(canPay(now, due)).toBe(true)
    expect(tendersOf(now, due)[1]).toMatchObject({ name: 'Carte cadeau', account: '4191' })
  })

  it('takes a partial amount with the method it was entered with', () => {
    const part = typeDigits(choose(NOTHING_PAID, cash), '2000')
    for (const now of [choose(part, card), choose(splitTender(part, due), card)]) {
      expect(given(now)).toEqual([
        ['cash', 2_000],
        ['card', 4_723],
      ])
      expect(canPay(now, due)).toBe(true)
    }
  })

  it('drops an amount not taken yet when another method is chosen', () => {
    const whole = enterAmount(choose(NOTHING_PAID, cash), 7_000)
    expect(given(choose(whole, card))).toEqual([['card', 6_723]])
  })

  it('refuses an amount above what is left for anything but cash, and takes nothing', () => {
    const typed = typeDigits(NOTHING_PAID, '7000')
    expect(chooseMethod(typed, card, due)).toMatchObject({
      ok: false,
      error: { code: 'tender-over', overCents: 277 },
    })
    expect(given(choose(typed, cash))).toEqual([['cash', 7_000]])
  })

  it('gives no change on a card from cash taken before', () => {
    const now = choose(typeDigits(choose(NOTHING_PAID, cash), '6700'), card)
    expect(refusalOf(typeDigits(now, '2000'), due)).toMatchObject({
      code: 'tender-over',
      overCents: 1_977,
    })
  })

  it('removes a tender', () => {
    const now = choose(choose(typeDigits(NOTHING_PAID, '2000'), card), cash)
    expect(leftCents(removeTender(now, 0), due)).toBe(6_723)
  })

  it('says so when the ticket became cheaper than what was taken', () => {
    const taken = choose(typeDigits(NOTHING_PAID, '5000'), card)
    const cheaper = toPay(4_000)
    expect(refusalOf(taken, cheaper)).toMatchObject({ code: 'tender-over', overCents: 1_000 })
    expect(canPay(removeTender(taken, 0), cheaper)).toBe(false)
  })
})

describe('a barcode taken for an amount', () => {
  it('is shown whole, refused, and deleted at once', () => {
    const scanned = [...'3760000000017'].reduce(typeDigits, choose(NOTHING_PAID, cash))
    expect(refusalOf(scanned, due)).toEqual({ code: 'amount-unlikely', digits: '3760000000017' })
    expect(canPay(scanned, due)).toBe(false)
    expect(eraseDigit(scanned, due).digits).toBe('')
    const first = typeDigits(NOTHING_PAID, '3760000000017')
    for (const method of [cash, card]) expect(chooseMethod(first, method, due).ok).toBe(false)
    // Its first digits alone look like an amount: they are refused because of the change.
    expect(refusalOf(typeDigits(choose(NOTHING_PAID, cash), '3760000'), due)).toMatchObject({
      code: 'amount-unlikely',
    })
  })
})

describe('leaving the rest due', () => {
  it('takes a typed amount, not the amount a method only offers', () => {
    expect(leavableCents(choose(NOTHING_PAID, card), due)).toBe(6_723)
    const part = typeDigits(choose(NOTHING_PAID, card), '2000')
    expect(leavableCents(part, due)).toBe(4_723)
    expect(tendersBeforeDue(part, due)).toHaveLength(1)
    expect(tendersBeforeDue(choose(NOTHING_PAID, card), due)).toEqual([])
  })

  it('is not possible with nothing left, a refusal, or an amount without a method', () => {
    for (const none of [
      enterAmount(choose(NOTHING_PAID, cash), 7_000),
      typeDigits(choose(NOTHING_PAID, card), '7000'),
      typeDigits(NOTHING_PAID, '2000'),
    ]) {
      expect(leavableCents(none, due)).toBeUndefined()
    }
    expect(leavableCents(NOTHING_PAID, toPay(-950))).toBeUndefined()
    expect(leavableCents(NOTHING_PAID, toPay(0))).toBeUndefined()
  })
})

describe('giving back', () => {
  const back = toPay(-950)

  it('is exact with any method, cash too, in one tap', () => {
    for (const method of [cash, card, gift]) {
      const chosen = choose(NOTHING_PAID, method, back)
      expect(given(chosen, back)).toEqual([[method.kind, -950]])
      expect(canPay(chosen, back)).toBe(true)
      expect(refusalOf(typeDigits(chosen, '951'), back)).toEqual({
        code: 'give-back-differs',
        toGiveCents: 950,
      })
      expect(canPay(typeDigits(chosen, '949'), back)).toBe(false)
    }
  })

  it('may be split, and lower what is still owed first', () => {
    const owing = toPay(-950, { debtCents: 600 })
    const debt = aMeans('debt')
    const now = choose(choose(NOTHING_PAID, debt, owing), cash, owing)
    expect(given(now, owing)).toEqual([
      ['debt', -600],
      ['cash', -350],
    ])
    expect(canPay(now, owing)).toBe(true)
    expect(refusalOf(typeDigits(choose(NOTHING_PAID, debt, owing), '601'), owing)).toEqual({
      code: 'debt-changed',
      stillDueCents: 600,
    })
  })

  it('offers vouchers for the food they paid, and refuses more', () => {
    const fed = toPay(-950, { foodCents: -700, vouchersPaidCents: 589 })
    const chosen = choose(NOTHING_PAID, voucher, fed)
    expect(given(chosen, fed)).toEqual([['meal-voucher', -589]])
    expect(given(choose(chosen, card, fed), fed)).toEqual([
      ['meal-voucher', -589],
      ['card', -361],
    ])
    expect(refusalOf(typeDigits(chosen, '590'), fed)).toEqual({
      code: 'meal-voucher-back',
      mostCents: 589,
    })
    expect(offeredCents(voucher, NOTHING_PAID, toPay(-950, { vouchersPaidCents: 0 }))).toBe(0)
  })

  it('takes no tender for a total of zero', () => {
    expect(canPay(NOTHING_PAID, toPay(0))).toBe(true)
    expect(canPay(choose(NOTHING_PAID, card, toPay(0)), toPay(0))).toBe(true)
    expect(given(choose(NOTHING_PAID, card, toPay(0)), toPay(0))).toEqual([])
  })
})

it('whatever is tapped, what may be sealed is what the journal takes, to the cent', () => {
  const anyAct = fc.oneof(
    fc.constantFrom(cash, card, voucher, gift).map(means => ({ means })),
    fc.constantFrom('1', '9', '00', '5').map(digits => ({ digits })),
    fc.constantFrom('erase' as const, 'split' as const, 'remove' as const),
    fc.constantFrom(500, 2_000, 10_000).map(amount => ({ amount })),
  )
  fc.assert(
    fc.property(
      fc.integer({ min: -20_000, max: 20_000 }),
      fc.array(anyAct, { maxLength: 25 }),
      fc.option(fc.nat(20_000)),
      (totalCents, acts, foodCents) => {
        const of = toPay(totalCents, { foodCents })
        const end = acts.reduce<OpenPayment>((now, act) => {
          if (act === 'erase') return eraseDigit(now, of)
          if (act === 'split') return splitTender(now, of)
          if (act === 'remove') return removeTender(now, 0)
          if ('digits' in act) return typeDigits(now, act.digits)
          if ('amount' in act) return enterAmount(now, act.amount)
          const chosen = chooseMethod(now, act.means, of)
          return chosen.ok ? chosen.value : now
        }, NOTHING_PAID)

        // Tenders already taken never pay it all: a last tap is always needed.
        if (totalCents > 0) expect(givenCents(end.taken)).toBeLessThan(totalCents)
        const tenders = tendersOf(end, of)
        const checked = checkTenders(totalCents, tenders, { ...of, mayOwe: false })
        if (!canPay(end, of)) return
        expect(checked.ok).toBe(true)
        if (!checked.ok) return
        expect(givenCents(tenders) - checked.value.changeCents).toBe(totalCents)
        const vouchersCents = givenInCents(tenders, 'meal-voucher')
        if (foodCents !== null) expect(vouchersCents).toBeLessThanOrEqual(foodCents)
        if (checked.value.changeCents > 0) expect(tenders.at(-1)?.kind).toBe('cash')
      },
    ),
    { numRuns: 2_000 },
  )
})
