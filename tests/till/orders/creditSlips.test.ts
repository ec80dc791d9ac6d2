import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openedTill, salesOf, told } from '../../support/orderImports'
import { anOrder, BOOK, KETTLE, shopWith } from '../../support/placedOrders'
import { DEMO_KEYS } from '@/demo/demoShop'
import { giveSlip, setOrderState, type DemoSlip } from '@/demo/orders/giveSlip'
import type { PlacedOrder } from '@/demo/orders/placeOrder'
import type { TillContext } from '@/till/context'

const VOUCHER = { ruleId: 1, name: 'Bon 5 €', amountCents: 500 }
const ONE_KETTLE = anOrder({ lines: [KETTLE], vouchers: [VOUCHER] })
const REFUNDED = 7
const PAID = 2

/** What the journal holds of the one order: sold, given back, and VAT of each rate that is left. */
async function books(context: TillContext) {
  const events = (await salesOf(context)).map(({ event }) => event)
  const sumOf = (kind: string) =>
    events.filter(one => one.kind === kind).reduce((sum, one) => sum + one.totalCents, 0)
  const vat: Record<number, number> = {}
  const grossLeft: Record<number, number> = {}
  for (const share of events.flatMap(one => one.vat)) {
    vat[share.vatRate] = (vat[share.vatRate] ?? 0) + share.vatCents
    grossLeft[share.vatRate] = (grossLeft[share.vatRate] ?? 0) + share.grossCents
  }
  return { soldCents: sumOf('sale'), givenCents: 0 - sumOf('refund'), vat, grossLeft }
}

/** An order, what happens to it in the shop, with an import after each; the last import's report. */
async function lived(order: PlacedOrder, events: readonly (Partial<DemoSlip> | number)[]) {
  const context = await openedTill()
  const shop = shopWith([order])
  let report = await told(context, shop, DEMO_KEYS.full)
  for (const [index, event] of events.entries()) {
    const madeAt = `2026-11-25 ${String(index + 8).padStart(2, '0')}:00:00`
    const { orderId } = order
    if (typeof event === 'number') {
      setOrderState(shop.data, { orderId, stateId: event, at: madeAt })
    } else {
      giveSlip(shop.data, { orderId, madeAt, kind: 'price', rows: [], ...event })
    }
    report = await told(context, shop, DEMO_KEYS.full)
  }
  const causes = report.refused.map(({ error }) => error.code)
  const again = await told(context, shop, DEMO_KEYS.full)
  expect([again.recorded.count, again.refunded.count]).toEqual([0, 0])
  return { ...(await books(context)), causes }
}

const all = { rows: [{ index: 0, quantity: 1 }] }

describe('a kettle at 29,99 €, a voucher of 5 €, shipping at 8,40 €', () => {
  it.each([true, false])(
    'given back without its voucher, then refunded, leaves nothing (typed without VAT: %s)',
    async isTypedWithoutVat => {
      const slip = { ...all, kind: 'without-voucher' as const, isTypedWithoutVat }
      const before = await lived(ONE_KETTLE, [slip])
      expect([before.soldCents, before.givenCents, before.causes]).toEqual([3339, 2499, []])
      expect(before.vat).toEqual({ 2000: 140 })
      const after = await lived(ONE_KETTLE, [slip, REFUNDED])
      expect([after.givenCents, after.vat, after.causes]).toEqual([3339, { 2000: 0 }, []])
    },
  )

  it.each([
    ['with shipping', { ...all, kind: 'without-voucher', shippingCents: 840 }, 3339],
    ['at its full price', all, 2999],
    ['an amount by hand', { ...all, kind: { byHandCents: 1000 } }, 1000],
    ['by hand, and shipping', { ...all, kind: { byHandCents: 1000 }, shippingCents: 840 }, 1840],
    ['a price typed for its row', { rows: [{ index: 0, quantity: 1, amountCents: 1234 }] }, 1234],
    ['by hand, without a row', { kind: { byHandCents: 700 } }, 700],
    [
      'a cent by hand without a row, and shipping',
      { kind: { byHandCents: 1 }, shippingCents: 840 },
      841,
    ],
    [
      'by hand, a cent less than its row, and shipping',
      {
        rows: [{ index: 0, quantity: 1, amountCents: 1234 }],
        kind: { byHandCents: 1233 },
        shippingCents: 840,
      },
      2073,
    ],
    ['shipping alone', { shippingCents: 840 }, 840],
  ] as [string, Partial<DemoSlip>, number][])(
    '%s: what the shop gives',
    async (_n, slip, cents) => {
      for (const isTypedWithoutVat of [true, false]) {
        const one = await lived(ONE_KETTLE, [{ ...slip, isTypedWithoutVat }])
        expect([one.givenCents, one.causes]).toEqual([cents, []])
      }
      const after = await lived(ONE_KETTLE, [slip, REFUNDED])
      expect([after.givenCents, after.vat, after.causes]).toEqual([3339, { 2000: 0 }, []])
    },
  )

  it('never gives back more than was paid; the cause is said, also when all is refunded', async () => {
    const slip = { ...all, shippingCents: 840 }
    const waiting = await lived(ONE_KETTLE, [slip])
    expect([waiting.givenCents, waiting.causes]).toEqual([0, ['order-slip-differs']])
    const after = await lived(ONE_KETTLE, [slip, REFUNDED])
    expect([after.givenCents, after.causes]).toEqual([3339, ['order-slip-differs']])
  })

  it('says that an order is paid again after it was refunded', async () => {
    const after = await lived(ONE_KETTLE, [REFUNDED, PAID])
    expect([after.givenCents, after.causes]).toEqual([3339, ['order-paid-again']])
  })
})

it('a slip that cannot be recorded stops no other', async () => {
  // The book’s price is above what is left of 5,5 %: it waits; the kettle’s does not.
  const order = anOrder({ vouchers: [{ ...VOUCHER, of: { productId: BOOK.productId } }] })
  const one = await lived(order, [{ rows: [{ index: 1, quantity: 1 }] }, all])
  expect([one.givenCents, one.causes]).toEqual([2999, ['order-slip-differs']])
  const after = await lived(order, [{ rows: [{ index: 1, quantity: 1 }] }, all, REFUNDED])
  expect([after.givenCents, after.vat]).toEqual([after.soldCents, { 550: 0, 2000: 0 }])
})

const PRICES = [
  { cents: KETTLE.priceCents, vatPercent: 20 },
  { cents: BOOK.priceCents, vatPercent: 5.5 },
]

/**
 * Whether an amount by hand, with shipping, is also one of the sums of its rows: PrestaShop keeps both the same way, and
 * the till takes the rows.
 */
function looksLikeItsRows({ kind, rows, shippingCents = 0 }: Partial<DemoSlip>): boolean {
  if (typeof kind !== 'object' || shippingCents === 0) return false
  let [grossCents, netCents] = [0, 0]
  for (const { index, quantity, amountCents } of rows ?? []) {
    const { cents = 0, vatPercent = 0 } = PRICES[index] ?? {}
    const rowCents = amountCents ?? cents * quantity
    grossCents += rowCents
    netCents += Math.round(rowCents / (1 + vatPercent / 100))
  }
  return [grossCents, netCents].some(sum => Math.abs(sum - kind.byHandCents) <= 1)
}

it('any path of slips and states ends where the shop’s books do, or says why not', async () => {
  const anySlip = fc.record({
    rows: fc.uniqueArray(
      fc.record({
        index: fc.constantFrom(0, 1),
        quantity: fc.constantFrom(1, 2),
        amountCents: fc.option(fc.integer({ min: 1, max: 1_800 }), { nil: undefined }),
      }),
      { selector: ({ index }) => index, maxLength: 2 },
    ),
    shippingCents: fc.constantFrom(0, 0, 400, 840),
    kind: fc.oneof(
      fc.constantFrom('price' as const, 'without-voucher' as const),
      fc.record({ byHandCents: fc.integer({ min: 1, max: 2_500 }) }),
    ),
    isTypedWithoutVat: fc.boolean(),
  })
  const anyEvent = fc.oneof(
    { weight: 3, arbitrary: anySlip.filter(slip => !looksLikeItsRows(slip)) },
    { weight: 1, arbitrary: fc.constantFrom(REFUNDED, 6, PAID, 4) },
  )
  const anyOrder = fc.record({
    voucher: fc.constantFrom(null, VOUCHER, { ...VOUCHER, of: { productId: BOOK.productId } }),
    shippingCents: fc.constantFrom(0, 840),
  })
  await fc.assert(
    fc.asyncProperty(anyOrder, fc.array(anyEvent, { maxLength: 5 }), async (some, events) => {
      const order = anOrder({
        lines: [
          { ...KETTLE, quantity: 2 },
          { ...BOOK, quantity: 2 },
        ],
        shippingCents: some.shippingCents,
        vouchers: some.voucher ? [some.voucher] : [],
      })
      const priceOf = [KETTLE.priceCents, BOOK.priceCents]
      // The shop’s own account: what each slip gives back.
      const slips = events.filter(event => typeof event !== 'number')
      const givenByShop = slips.reduce((sum, { rows, kind, shippingCents }) => {
        const rowsCents = rows.reduce(
          (of, row) => of + (row.amountCents ?? (priceOf[row.index] ?? 0) * row.quantity),
          0,
        )
        const offCents = kind === 'without-voucher' && some.voucher ? 500 : 0
        const goods =
          typeof kind === 'object' ? kind.byHandCents : Math.max(0, rowsCents - offCents)
        return sum + goods + shippingCents
      }, 0)
      const { soldCents, givenCents, vat, grossLeft, causes } = await lived(order, events)
      const state = events.findLast(event => typeof event === 'number') ?? PAID
      const isUndone = [REFUNDED, 6].includes(state)
      const expected = isUndone ? Math.max(soldCents, givenByShop) : givenByShop
      expect(givenCents).toBeLessThanOrEqual(soldCents)
      if (givenCents !== expected) expect(causes.length).toBeGreaterThan(0)
      if (isUndone) {
        expect(givenCents).toBe(soldCents)
        expect(Object.values(vat).every(cents => cents === 0)).toBe(true)
      }
      // No rate gives back more than was sold at it.
      expect(Object.values(vat).every(cents => cents >= 0)).toBe(true)
      // Without a voucher, the rows of the slips say what was given back at each rate.
      const isPlain = slips.every(({ kind }) => typeof kind === 'string')
      if (some.voucher === null && isPlain && causes.length === 0 && !isUndone) {
        const books = slips.flatMap(({ rows }) => rows.filter(({ index }) => index === 1))
        const booksCents = books.reduce(
          (sum, row) => sum + (row.amountCents ?? BOOK.priceCents * row.quantity),
          0,
        )
        expect(grossLeft[550]).toBe(2 * BOOK.priceCents - booksCents)
      }
    }),
    { numRuns: 40, endOnFailure: true },
  )
})
