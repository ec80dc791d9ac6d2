import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  anOrder,
  BOOK,
  JAM,
  KETTLE,
  line,
  printedOrders,
  shopWith,
  vatWith,
} from '../../support/placedOrders'
import { applyVouchers, type DemoVoucher } from '@/demo/orders/cartRules'
import { DEMO_KEYS } from '@/demo/demoShop'

/** With the rules of vouchers, without them, and without vouchers at all. */
const KEYS = { full: DEMO_KEYS.full, orders: DEMO_KEYS.orders }
const HALF_BOOK: DemoVoucher = {
  ruleId: 1,
  name: 'Livre -50 %',
  percent: 50,
  of: { productId: BOOK.productId },
}

describe.each(Object.entries(KEYS))('a voucher, key: %s', (_name, key) => {
  it('of half of one article is what the shop’s invoice says', async () => {
    expect(await vatWith([HALF_BOOK], {}, key)).toEqual({ 550: [853, 47], 2000: [3199, 640] })
    const [order] = await printedOrders(shopWith([anOrder({ vouchers: [HALF_BOOK] })]), key)
    expect(order?.lines.map(({ grossCents }) => grossCents)).toEqual([2999, 900, 840])
    expect(order?.discounts).toMatchObject([{ lines: [1], amountCents: 900 }])
    expect(order?.proof.cause).toBeNull()
  })

  it('of an amount off all goods is spread over their rates, as recorded from a shop', async () => {
    // Order 12 of the recordings.
    const five: DemoVoucher = { ruleId: 1, name: 'Bon 5 €', amountCents: 500 }
    expect(await vatWith([five], {}, key)).toEqual({ 550: [1528, 84], 2000: [2939, 588] })
  })

  it('that gives an article away leaves the others whole', async () => {
    const gift = { ruleId: 1, name: 'Livre offert', giftProductId: BOOK.productId }
    expect(await vatWith([gift], {}, key)).toEqual({ 550: [0, 0], 2000: [3199, 640] })
    const both = { ...gift, name: 'Livre et port offerts', isFreeShipping: true }
    expect(await vatWith([both], {}, key)).toEqual({ 550: [0, 0], 2000: [2499, 500] })
  })

  it('of one piece of the cheapest article, of several bought', async () => {
    const cheapest: DemoVoucher = { ruleId: 1, name: 'Le moins cher', percent: 100, of: 'cheapest' }
    const lines = [KETTLE, { ...BOOK, quantity: 2 }]
    expect(await vatWith([cheapest], { lines }, key)).toEqual({
      550: [1706, 94],
      2000: [3199, 640],
    })
  })

  it('of a selection of articles, and a second one of the rest', async () => {
    const lines = [KETTLE, BOOK, JAM]
    const some: DemoVoucher = {
      ruleId: 1,
      name: 'Épicerie',
      percent: 20,
      of: { selection: [KETTLE.productId, JAM.productId] },
    }
    expect(await vatWith([some], { lines }, key)).toEqual({
      550: [1706, 94],
      1000: [727, 73],
      2000: [2699, 540],
    })
    const two = [some, { ...HALF_BOOK, ruleId: 2 }]
    expect(await vatWith(two, { lines }, key)).toMatchObject({ 550: [853, 47], 1000: [727, 73] })
  })

  it('of 1.6, taken off at the average rate of all goods', async () => {
    const fifty: DemoVoucher = { ruleId: 1, name: '40 €', amountCents: 4000 }
    const vat = await vatWith([fifty], {}, key, '1.6.1.24')
    expect(vat).toMatchObject({ 550: [expect.any(Number), expect.any(Number)] })
    expect(vat).not.toBeInstanceOf(Array)
  })
})

describe('a voucher that the order’s totals leave open', () => {
  /** Off the jam alone and off all goods, net and gross are the same to the cent. */
  const lines = [line(45, 'Bouilloire', 3000, 20), line(4, 'Livre', 6000, 5.5), JAM]
  const onJam: DemoVoucher = {
    ruleId: 1,
    name: 'Confiture -3 €',
    amountCents: 300,
    of: { productId: JAM.productId },
  }

  it('is sealed by nobody without the owner: both figures are shown', async () => {
    const vat = await vatWith([{ ...onJam, isRuleGone: true }], { lines })
    expect(vat).toBeInstanceOf(Array)
    expect(vat).toContainEqual(expect.objectContaining({ 1000: [636, 64] }))
    expect((vat as unknown[]).length).toBeGreaterThan(1)
  })

  it('is placed by its rule where the key may read it', async () => {
    expect(await vatWith([onJam], { lines })).toMatchObject({ 550: [5687, 313], 1000: [636, 64] })
    expect(await vatWith([onJam], { lines }, DEMO_KEYS.orders)).toBeInstanceOf(Array)
  })
})

it('is found among what the totals allow, whatever the voucher and the goods', async () => {
  const price = fc.integer({ min: 100, max: 9_000 })
  const rate = fc.constantFrom(20, 10, 5.5, 2.1)
  const anyLine = fc.record({
    priceCents: price,
    vatPercent: rate,
    quantity: fc.constantFrom(1, 2, 3),
  })
  const of = fc.constantFrom<DemoVoucher['of']>(
    undefined,
    'cheapest',
    { productId: 101 },
    { selection: [101, 102] },
  )
  const anyVoucher = fc.oneof(
    fc.record({ percent: fc.integer({ min: 5, max: 100 }), of }),
    fc.record({ amountCents: fc.integer({ min: 50, max: 600 }) }),
    fc.constant({ giftProductId: 101 }),
  )
  const any = fc.record({
    lines: fc.array(anyLine, { minLength: 2, maxLength: 5 }),
    vouchers: fc.array(fc.tuple(anyVoucher, fc.boolean()), { minLength: 1, maxLength: 2 }),
    key: fc.constantFrom(...Object.values(KEYS)),
  })
  await fc.assert(
    fc.asyncProperty(any, async ({ lines: some, vouchers: given, key }) => {
      const lines = some.map((one, index) => ({ ...line(101 + index, 'Article', 0, 0), ...one }))
      const vouchers = given.map(([voucher, isFree], index): DemoVoucher => ({
        ruleId: index + 1,
        name: `Bon ${index}`,
        isFreeShipping: isFree && index === 0,
        ...voucher,
      }))
      const cart = lines.map(({ productId, quantity, priceCents, vatPercent }) => {
        const gross = (priceCents * quantity) / 100
        const net = Math.round((priceCents * quantity) / (1 + vatPercent / 100)) / 100
        return { productId, quantity, gross, net }
      })
      const { left } = applyVouchers(cart, { gross: 8.4, net: 7 }, vouchers, '8.2.1')
      // PrestaShop gives no more than the goods cost.
      fc.pre(left.every(({ gross }) => gross > -0.000001))
      const answer = await vatWith(vouchers, { lines }, key)
      const ways = Array.isArray(answer) ? answer : [answer]
      const freed = vouchers.some(one => one.isFreeShipping)
      const truth = new Map(freed ? [] : [[2000, { net: 700, gross: 840 }]])
      lines.forEach(({ vatPercent }, index) => {
        const rateOf = Math.round(vatPercent * 100)
        const sum = truth.get(rateOf) ?? { net: 0, gross: 0 }
        const { net = 0, gross = 0 } = left[index] ?? {}
        truth.set(rateOf, { net: sum.net + net * 100, gross: sum.gross + gross * 100 })
      })
      // Rounding of several lines and vouchers: a few cents at most.
      const isTrue = (way: Record<string, number[]>) =>
        [...truth].every(([vatRate, { net }]) => Math.abs((way[vatRate]?.[0] ?? 0) - net) <= 3)
      expect(ways.some(isTrue), JSON.stringify({ ways, truth: [...truth] })).toBe(true)
    }),
    { numRuns: 150 },
  )
})
