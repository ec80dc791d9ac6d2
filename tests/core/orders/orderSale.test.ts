import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SELLER, SOFTWARE } from '../../support/factory'
import { USUAL_RULES } from '@/core/settings/counterRules'
import { carrierKey, deliveryOfOrder, onePerReference } from '@/core/orders/orderDelivery'
import { saleOfOrder } from '@/core/orders/orderSale'
import { isMapped, tendersOfOrder, type WebTenderRules } from '@/core/orders/orderTender'
import type { Billed, ShopOrder } from '@/core/orders/shopOrder'
import { NOBODY } from '@/core/people/user'
import { FRENCH_VAT_RATES } from '@/core/catalogue/vatRates'

const billed = (grossCents: number, netCents: number): Billed => ({
  grossMicros: grossCents * 10_000,
  netMicros: netCents * 10_000,
})
const NONE = billed(0, 0)
const RULES: WebTenderRules = {
  ...USUAL_RULES,
  modules: [
    { module: 'ps_wirepayment', payment: 'Virement' },
    { module: 'giftcards', payment: 'Carte cadeau' },
  ],
}

/** A kettle at 30,00 € with 20 % and a book at 18,00 € with 5,5 %, plus shipping and wrapping. */
function anOrder(over: Partial<ShopOrder> = {}): ShopOrder {
  const wrapping = over.wrapping ?? NONE
  const gross = 4800 + wrapping.grossMicros / 10_000
  const net = 2500 + 1706 + wrapping.netMicros / 10_000
  const row = { combinationId: 0, reference: '', quantity: 1, taxIds: [], ecotaxMicros: 0 }
  return {
    orderId: 1,
    reference: 'ABCDEFGHI',
    stateId: 2,
    customerId: 1,
    invoiceAddressId: 1,
    carrierId: 2,
    module: 'ps_wirepayment',
    payment: 'Virement',
    placedAt: '2026-11-24 03:00:00',
    changedAt: '2026-11-24 03:00:00',
    paid: billed(gross, net),
    paidRealMicros: gross * 10_000,
    goods: billed(4800, 4206),
    shipping: NONE,
    wrapping,
    discount: NONE,
    carrierVatRate: 0,
    conversionMicros: 1_000_000,
    roundType: 2,
    rows: [
      {
        ...row,
        rowId: 1,
        productId: 20,
        name: 'Bouilloire',
        unit: billed(3000, 2500),
        total: billed(3000, 2500),
      },
      {
        ...row,
        rowId: 2,
        productId: 22,
        name: 'Livre',
        unit: billed(1800, 1706),
        total: billed(1800, 1706),
      },
    ],
    ...over,
  }
}

function saleOf(order: ShopOrder) {
  const knowledge = {
    taxRates: new Map(),
    articleOf: () => undefined,
    knownRates: FRENCH_VAT_RATES,
  }
  const sale = saleOfOrder(order, [], knowledge, {
    shop: 'shop.example',
    seller: SELLER,
    software: SOFTWARE,
    user: NOBODY,
    tenders: tendersOfOrder(order, undefined, RULES),
    delivery: 'shipped',
    customerId: '',
    names: { shipping: 'Port', wrapping: 'Emballage cadeau', voucher: 'Bon' },
  })
  if (!sale.ok) throw new Error(JSON.stringify(sale.error))
  return sale.value
}

describe('gift wrapping', () => {
  it('is a line of its own, at the rate it was billed at, to the cent', () => {
    const { lines, vat, totalCents } = saleOf(anOrder({ wrapping: billed(250, 208) }))
    expect(lines.at(-1)).toMatchObject({
      kind: 'goods',
      name: 'Emballage cadeau',
      grossCents: 250,
      vatRate: 2000,
    })
    expect(totalCents).toBe(5050)
    expect(vat).toEqual([
      { vatRate: 550, netCents: 1706, vatCents: 94, grossCents: 1800 },
      { vatRate: 2000, netCents: 2708, vatCents: 542, grossCents: 3250 },
    ])
  })

  it('adds up to the order’s total whatever it costs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), grossCents => {
        const wrapping = billed(grossCents, Math.round(grossCents / 1.2))
        const { lines, vat, totalCents } = saleOf(anOrder({ wrapping }))
        expect(totalCents).toBe(4800 + grossCents)
        expect(lines.reduce((sum, line) => sum + line.grossCents, 0)).toBe(totalCents)
        expect(vat.reduce((sum, share) => sum + share.netCents + share.vatCents, 0)).toBe(
          totalCents,
        )
        expect(vat.reduce((sum, share) => sum + share.netCents, 0)).toBe(
          4206 + Math.round(grossCents / 1.2),
        )
      }),
    )
  })
})

describe('what an order was paid with', () => {
  const order = anOrder()
  const paid = (method: string, cents: number) => ({ method, amountMicros: cents * 10_000 })

  it('always adds up to its total', () => {
    const methods = fc.constantFrom('Virement', 'Carte cadeau', 'Autre chose')
    const some = fc.array(fc.tuple(methods, fc.integer({ min: -2_000, max: 4_800 })))
    fc.assert(
      fc.property(some, payments => {
        const told = payments.map(([method, cents]) => paid(method, cents))
        const tenders = tendersOfOrder(order, told, RULES)
        expect(tenders.reduce((sum, tender) => sum + tender.givenCents, 0)).toBe(4800)
        expect(tenders.every(({ givenCents }) => givenCents > 0)).toBe(true)
      }),
    )
  })

  it('has each payment by its own module, as the owner mapped it', () => {
    const tenderMeans = [{ meansId: 'm', kind: 'card', name: '', account: '5113', isOn: true }]
    const rules = { ...RULES, tenderMeans, orderTenders: { giftcards: 'm' } } as WebTenderRules
    expect(
      tendersOfOrder(order, [paid('Virement', 1800), paid('Carte cadeau', 3000)], rules),
    ).toEqual([
      { kind: 'transfer', account: '512', name: 'Virement', givenCents: 1800 },
      { kind: 'card', account: '5113', name: 'Carte cadeau', givenCents: 3000 },
    ])
  })

  it('is not mapped for an unknown module, and never fills the drawer', () => {
    expect(isMapped('giftcards', RULES)).toBe(false)
    expect(isMapped('ps_wirepayment', RULES)).toBe(true)
    const orderTenders = { giftcards: 'cash', ps_wirepayment: 'cash' }
    expect(isMapped('giftcards', { ...RULES, orderTenders })).toBe(false)
    const [tender] = tendersOfOrder(order, undefined, { ...RULES, orderTenders })
    expect(tender?.kind).toBe('transfer')
  })
})

describe('how an order leaves', () => {
  const carriers = [
    { carrierId: 1, referenceId: 1, name: 'Click and collect' },
    { carrierId: 2, referenceId: 2, name: 'My carrier' },
    { carrierId: 9, referenceId: 2, name: 'My carrier, edited' },
  ]

  it.each([
    ['by a carrier', { carrierId: 2, shipping: billed(840, 700) }, 'shipped'],
    ['by one that ships for nothing', { carrierId: 2, shipping: NONE }, 'shipped'],
    ['collected in the shop', { carrierId: 1, shipping: NONE }, 'counter'],
    ['without a carrier', { carrierId: 0, shipping: NONE }, 'counter'],
    ['by a carrier nobody names', { carrierId: 77, shipping: NONE }, 'shipped'],
  ])('%s', (_name, order, delivery) => {
    expect(deliveryOfOrder(order, carriers, {})).toBe(delivery)
  })

  it('follows the owner’s choice, which outlives an edit of the carrier', () => {
    expect(carrierKey(9, carriers)).toBe('2')
    const order = { carrierId: 9, shipping: NONE }
    expect(deliveryOfOrder(order, carriers, { 2: 'delivery' })).toBe('delivery')
    expect(onePerReference(carriers).map(({ name }) => name)).toEqual([
      'Click and collect',
      'My carrier, edited',
    ])
  })
})
