import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aMeans } from '../../support/factory'
import { clearTyped, enterAmount, eraseKey, typeKey } from '@/core/payment/enterAmount'
import { checkTenders } from '@/core/payment/settle'
import { givenCents, givenInCents, type PaymentMethod } from '@/core/payment/tender'
import {
  canPay,
  chooseMethod,
  enteredCents,
  leavableCents,
  leftCents,
  NOTHING_PAID,
  offeredCents,
  partToConfirm,
  refusalOf,
  removeTender,
  rulesOf,
  setVoucherPeople,
  splitTender,
  takePart,
  tendersBeforeDue,
  tendersOf,
  type OpenPayment,
  type ToPay,
} from '@/core/payment/openPayment'
import { unlikelyCash } from '@/core/payment/unlikelyCash'

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
/** Chooses a method as the till does once the part entered before was accepted. */
function accept(open: OpenPayment, method: PaymentMethod, of: ToPay = due): OpenPayment {
  return partToConfirm(open, of) ? takePart(open, of, method) : choose(open, method, of)
}
const type = (open: OpenPayment, keys: string) => [...keys].reduce(typeKey, open)
const given = (open: OpenPayment, of: ToPay = due) =>
  tendersOf(open, of).map(tender => [tender.kind, tender.givenCents])

describe('one payment method', () => {
  it('cash is typed or taken at once, and may be above what is due', () => {
    const chosen = choose(NOTHING_PAID, cash)
    expect(canPay(chosen, due)).toBe(false)
    expect(given(enterAmount(chosen, 6_723))).toEqual([['cash', 6_723]])
    const typed = ['7', '0', ',', '00'].reduce(typeKey, enterAmount(chosen, 6_723))
    expect(given(typed)).toEqual([['cash', 7_000]])
    expect(canPay(typed, due)).toBe(true)
    expect(enteredCents([1, 2, 3, 4].reduce(eraseKey, typed), due)).toBe(700)
    expect(enteredCents(clearTyped(typed), due)).toBe(0)
  })

  it('any other method takes exactly what is left, in one tap', () => {
    const chosen = choose(NOTHING_PAID, card)
    expect(given(chosen)).toEqual([['card', 6_723]])
    expect(canPay(chosen, due)).toBe(true)
  })

  it('an amount above what is due is refused as typed, never altered', () => {
    const over = type(choose(NOTHING_PAID, card), '67,24')
    expect(refusalOf(over, due)).toEqual({ code: 'tender-over', tenderName: 'card', overCents: 1 })
    expect(canPay(over, due)).toBe(false)
    expect(enteredCents(over, due)).toBe(6_724)
  })

  it('meal vouchers stop at their ceiling, vouchers taken before included', () => {
    const chosen = choose(NOTHING_PAID, voucher)
    expect(given(chosen)).toEqual([['meal-voucher', 2_500]])
    const then = choose(chosen, voucher)
    expect(given(then)).toEqual([['meal-voucher', 2_500]])
    const withCard = accept(then, card)
    expect(given(withCard)).toEqual([
      ['meal-voucher', 2_500],
      ['card', 4_223],
    ])
    expect(offeredCents(voucher, withCard, due)).toBe(0)
    const over = type(choose(NOTHING_PAID, voucher), '25,01')
    expect(refusalOf(over, due)).toEqual({
      code: 'meal-voucher-over',
      ceilingCents: 2_500,
      people: 1,
    })
  })

  it('meal vouchers stop at the food, vouchers taken before included', () => {
    const fed = toPay(6_723, { foodCents: 1_240 })
    const chosen = choose(NOTHING_PAID, voucher, fed)
    expect(given(chosen, fed)).toEqual([['meal-voucher', 1_240]])
    const part = accept(type(chosen, '10'), voucher, fed)
    expect(given(part, fed)).toEqual([
      ['meal-voucher', 1_000],
      ['meal-voucher', 240],
    ])
    const refused = { code: 'meal-voucher-food', mostCents: 1_240 }
    expect(refusalOf(type(part, '2,41'), fed)).toEqual(refused)
    const over = type(takePart(part, fed), '0,01')
    expect(chooseMethod(over, voucher, fed)).toEqual({ ok: false, error: refused })
    expect(offeredCents(voucher, NOTHING_PAID, toPay(6_723, { foodCents: 0 }))).toBe(0)
  })
})

describe('several payment methods', () => {
  it('takes an amount typed before its method, and shows what is left', () => {
    let now = splitTender(choose(NOTHING_PAID, cash), due)
    now = takePart(choose(type(now, '20'), card), due)
    expect(given(now)).toEqual([['card', 2_000]])
    expect(leftCents(now, due)).toBe(4_723)
    now = accept(choose(type(now, '7,23'), gift), cash)
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
    const part = type(choose(NOTHING_PAID, cash), '20')
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
    const typed = type(NOTHING_PAID, '70')
    expect(chooseMethod(typed, card, due)).toMatchObject({
      ok: false,
      error: { code: 'tender-over', overCents: 277 },
    })
    expect(given(choose(typed, cash))).toEqual([['cash', 7_000]])
  })

  it('gives no change on a card from cash taken before', () => {
    const now = choose(type(choose(NOTHING_PAID, cash), '67'), card)
    expect(refusalOf(type(now, '20'), due)).toMatchObject({
      code: 'tender-over',
      overCents: 1_977,
    })
  })

  it('removes a tender', () => {
    const now = accept(choose(type(NOTHING_PAID, '20'), card), cash)
    expect(leftCents(removeTender(now, 0), due)).toBe(6_723)
  })

  it('says so when the ticket became cheaper than what was taken', () => {
    const taken = takePart(choose(type(NOTHING_PAID, '50'), card), due)
    const cheaper = toPay(4_000)
    expect(refusalOf(taken, cheaper)).toMatchObject({ code: 'tender-over', overCents: 1_000 })
    expect(canPay(removeTender(taken, 0), cheaper)).toBe(false)
  })
})

describe('a part that somebody else must accept', () => {
  const part = choose(type(NOTHING_PAID, '20'), card)

  it('is not taken before it is confirmed, whatever is chosen instead', () => {
    expect(part.taken).toEqual([])
    expect(partToConfirm(part, due)).toMatchObject({ kind: 'card', givenCents: 2_000 })
    for (const instead of [choose(part, cash), choose(part, card), splitTender(part, due)]) {
      expect(instead.taken).toEqual([])
    }
    const taken = takePart(part, due, cash)
    expect(taken.taken).toMatchObject([{ kind: 'card', givenCents: 2_000 }])
    expect(taken.method).toBe(cash)
  })

  it('is so for every method but cash, and for what is offered below the rest', () => {
    for (const method of [card, voucher, gift, aMeans('cheque'), aMeans('transfer')]) {
      expect(partToConfirm(type(choose(NOTHING_PAID, method), '9,50'), due)).not.toBeNull()
    }
    expect(partToConfirm(choose(NOTHING_PAID, voucher), due)).toMatchObject({ givenCents: 2_500 })
    expect(partToConfirm(type(choose(NOTHING_PAID, cash), '9,50'), due)).toBeNull()
    // All of it is confirmed by paying, and a refused amount not at all.
    expect(partToConfirm(choose(NOTHING_PAID, card), due)).toBeNull()
    expect(partToConfirm(type(choose(NOTHING_PAID, voucher), '26'), due)).toBeNull()
  })
})

describe('several people who pay in meal vouchers', () => {
  it('have a ceiling each', () => {
    const three = setVoucherPeople(choose(NOTHING_PAID, voucher), 3)
    expect(given(three)).toEqual([['meal-voucher', 6_723]])
    const two = setVoucherPeople(three, 2)
    expect(given(two)).toEqual([['meal-voucher', 5_000]])
    expect(refusalOf(type(two, '50,01'), due)).toMatchObject({ ceilingCents: 2_500, people: 2 })
  })

  it('are at least as many as the vouchers taken need', () => {
    const taken = takePart(setVoucherPeople(choose(NOTHING_PAID, voucher), 2), due)
    const found = { ...NOTHING_PAID, taken: taken.taken }
    expect(rulesOf(found, due).voucherPeople).toBe(2)
    expect(refusalOf(found, due)).toBeNull()
    expect(rulesOf(setVoucherPeople(NOTHING_PAID, 0), due).voucherPeople).toBe(1)
  })
})

describe('cash ten times what is left', () => {
  it('is asked about, when it was typed', () => {
    const typed = type(choose(NOTHING_PAID, cash), '672,30')
    expect(unlikelyCash(typed, due)).toEqual({ amountCents: 67_230, forCents: 6_723 })
    expect(unlikelyCash(type(choose(NOTHING_PAID, cash), '672,29'), due)).toBeNull()
    expect(unlikelyCash(enterAmount(choose(NOTHING_PAID, cash), 67_230), due)).toBeNull()
    const rest = type(accept(choose(type(NOTHING_PAID, '62,73'), card), cash), '45')
    expect(unlikelyCash(rest, due)).toEqual({ amountCents: 4_500, forCents: 450 })
  })
})

describe('a barcode taken for an amount', () => {
  it('is shown whole, refused, and deleted at once', () => {
    const scanned = type(choose(NOTHING_PAID, cash), '3760000000017')
    expect(refusalOf(scanned, due)).toEqual({ code: 'amount-unlikely', typed: '3760000000017' })
    expect(canPay(scanned, due)).toBe(false)
    expect(eraseKey(scanned).typed).toBe('')
    const first = type(NOTHING_PAID, '3760000000017')
    for (const method of [cash, card]) expect(chooseMethod(first, method, due).ok).toBe(false)
    // Its first digits alone look like an amount: they are refused because of the change.
    expect(refusalOf(type(choose(NOTHING_PAID, cash), '37600'), due)).toMatchObject({
      code: 'amount-unlikely',
    })
  })
})

describe('leaving the rest due', () => {
  it('takes a typed amount, not the amount a method only offers', () => {
    expect(leavableCents(choose(NOTHING_PAID, card), due)).toBe(6_723)
    const part = type(choose(NOTHING_PAID, card), '20')
    expect(leavableCents(part, due)).toBe(4_723)
    expect(tendersBeforeDue(part, due)).toHaveLength(1)
    expect(tendersBeforeDue(choose(NOTHING_PAID, card), due)).toEqual([])
  })

  it('is not possible with nothing left, a refusal, or an amount without a method', () => {
    for (const none of [
      enterAmount(choose(NOTHING_PAID, cash), 7_000),
      type(choose(NOTHING_PAID, card), '70'),
      type(NOTHING_PAID, '20'),
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
      expect(refusalOf(type(chosen, '9,51'), back)).toEqual({
        code: 'give-back-differs',
        toGiveCents: 950,
      })
      expect(canPay(type(chosen, '9,49'), back)).toBe(false)
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
    expect(refusalOf(type(choose(NOTHING_PAID, debt, owing), '6,01'), owing)).toEqual({
      code: 'debt-changed',
      stillDueCents: 600,
    })
  })

  it('offers vouchers for the food they paid, and refuses more', () => {
    const fed = toPay(-950, { foodCents: -700, vouchersPaidCents: 589 })
    const chosen = choose(NOTHING_PAID, voucher, fed)
    expect(given(chosen, fed)).toEqual([['meal-voucher', -589]])
    expect(given(accept(chosen, card, fed), fed)).toEqual([
      ['meal-voucher', -589],
      ['card', -361],
    ])
    expect(refusalOf(type(chosen, '5,90'), fed)).toEqual({
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
    fc.constantFrom('1', '9', '00', '5', ',').map(key => ({ key })),
    fc.constantFrom(
      'erase' as const,
      'split' as const,
      'remove' as const,
      'part' as const,
      'people' as const,
    ),
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
          if (act === 'erase') return eraseKey(now)
          if (act === 'split') return splitTender(now, of)
          if (act === 'remove') return removeTender(now, 0)
          if (act === 'part') return takePart(now, of)
          if (act === 'people') return setVoucherPeople(now, (now.voucherPeople % 4) + 1)
          if ('key' in act) return typeKey(now, act.key)
          if ('amount' in act) return enterAmount(now, act.amount)
          const chosen = chooseMethod(now, act.means, of)
          return chosen.ok ? chosen.value : now
        }, NOTHING_PAID)

        // Tenders already taken never pay it all: a last tap is always needed.
        if (totalCents > 0) expect(givenCents(end.taken)).toBeLessThan(totalCents)
        const tenders = tendersOf(end, of)
        const checked = checkTenders(totalCents, tenders, { ...rulesOf(end, of), mayOwe: false })
        if (!canPay(end, of)) return
        expect(checked.ok).toBe(true)
        if (!checked.ok) return
        expect(givenCents(tenders) - checked.value.changeCents).toBe(totalCents)
        const vouchersCents = givenInCents(tenders, 'meal-voucher')
        expect(vouchersCents).toBeLessThanOrEqual(2_500 * (rulesOf(end, of).voucherPeople ?? 1))
        if (foodCents !== null) expect(vouchersCents).toBeLessThanOrEqual(foodCents)
        if (checked.value.changeCents > 0) expect(tenders.at(-1)?.kind).toBe('cash')
      },
    ),
    { numRuns: 2_000 },
  )
})
