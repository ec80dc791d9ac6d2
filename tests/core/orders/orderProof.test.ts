import { describe, expect, it } from 'vitest'
import { SELLER, SOFTWARE } from '../../support/factory'
import { proveOrder } from '@/core/orders/orderProof'
import { saleOfOrder } from '@/core/orders/orderSale'
import type { Billed, ShopOrder, ShopOrderRow } from '@/core/orders/shopOrder'
import { NOBODY } from '@/core/people/user'
import type { VatRate } from '@/core/vat'
import { FRENCH_VAT_RATES } from '@/core/catalogue/vatRates'

const billed = (grossMicros: number, netMicros: number): Billed => ({ grossMicros, netMicros })
const NOTHING = billed(0, 0)

function aRow(unit: Billed, quantity: number, total: Billed | null = null): ShopOrderRow {
  return {
    rowId: 1,
    productId: 1,
    combinationId: 0,
    name: 'Bougie',
    reference: '',
    quantity,
    unit,
    total,
    taxIds: [],
    ecotaxMicros: 0,
  }
}

/** An order with these rows and the goods total that the shop billed. */
function anOrder(rows: ShopOrderRow[], goods: Billed, over: Partial<ShopOrder> = {}): ShopOrder {
  const shipping = over.shipping ?? NOTHING
  const paid = billed(
    goods.grossMicros + shipping.grossMicros,
    goods.netMicros + shipping.netMicros,
  )
  return {
    orderId: 1,
    reference: 'ABCDEFGHI',
    stateId: 2,
    customerId: 1,
    invoiceAddressId: 1,
    carrierId: 0,
    module: 'ps_wirepayment',
    payment: 'Virement',
    placedAt: '2026-01-31 17:05:00',
    changedAt: '2026-01-31 17:05:00',
    paid,
    paidRealMicros: paid.grossMicros,
    goods,
    shipping,
    wrapping: NOTHING,
    discount: NOTHING,
    carrierVatRate: 0,
    conversionMicros: 1_000_000,
    roundType: 2,
    rows,
    ...over,
  }
}

/** Proof of an order whose article has this rate in the catalogue. */
function proved(order: ShopOrder, vatRate: VatRate = 2000) {
  const knowledge = {
    taxRates: new Map(),
    articleOf: () => ({ vatRate, department: '', name: 'Bougie' }),
    knownRates: FRENCH_VAT_RATES,
  }
  const sale = saleOfOrder(order, [], knowledge, {
    shop: 'shop.example',
    seller: SELLER,
    software: SOFTWARE,
    user: NOBODY,
    tenders: [],
    delivery: 'shipped',
    customerId: '',
    names: { shipping: 'Port', wrapping: 'Emballage', voucher: 'Bon' },
  })
  if (!sale.ok) throw new Error(JSON.stringify(sale.error))
  return proveOrder(order, sale.value, knowledge)
}

/** 9,9948 € with VAT: three are 29,97 € when each is rounded, 29,98 € when the line is. */
const UNEVEN = billed(9_994_800, 8_329_000)
/** Two such lines are 2,00 € when each is rounded, 2,01 € when the total is. */
const SMALL = billed(1_004_400, 837_000)

describe('an order that the till computes otherwise', () => {
  it.each([
    [
      'each item was rounded',
      2,
      [aRow(UNEVEN, 3, billed(29_970_000, 24_975_000))],
      billed(29_970_000, 24_975_000),
      [1, 'rounding-per-item'],
    ],
    [
      'each line was rounded',
      1,
      [aRow(UNEVEN, 3, billed(29_980_000, 24_987_000))],
      billed(29_980_000, 24_987_000),
      [-1, 'rounding-per-line'],
    ],
    [
      'the total was rounded',
      2,
      [aRow(SMALL, 1), aRow(SMALL, 1)],
      billed(2_010_000, 1_670_000),
      [-1, 'rounding-on-total'],
    ],
    [
      'no rounding comes to it',
      2,
      [aRow(billed(10_000_000, 8_333_333), 1)],
      billed(10_020_000, 8_350_000),
      [-2, 'unknown'],
    ],
  ] as const)('says that %s', (_name, roundType, rows, goods, [differenceCents, cause]) => {
    const proof = proved(anOrder([...rows], goods, { roundType }))
    expect(proof).toMatchObject({ differenceCents, cause })
  })

  it('reports an article whose VAT group has another rate than billed', () => {
    // The billed VAT is a cent less than 20 %.
    const order = anOrder([aRow(billed(10_000_000, 8_340_000), 1)], billed(10_000_000, 8_340_000))
    expect(proved(order, 550)).toMatchObject({
      differenceCents: 0,
      vatDifferenceCents: 1,
      cause: 'vat-group',
    })
    expect(proved(order, 2000)).toMatchObject({ vatDifferenceCents: 1, cause: 'rounding-per-line' })
  })

  it('reports nothing when both amounts agree', () => {
    const order = anOrder([aRow(billed(12_000_000, 10_000_000), 2)], billed(24_000_000, 20_000_000))
    expect(proved(order)).toMatchObject({
      differenceCents: 0,
      vatDifferenceCents: 0,
      cause: null,
      shipping: null,
    })
  })
})

describe('the VAT of shipping', () => {
  const tea = aRow(billed(10_550_000, 10_000_000), 1)
  const candle = aRow(billed(12_000_000, 10_000_000), 1)
  const shipping = billed(6_000_000, 5_000_000)

  it('is reported with the rule’s rate when the shop bills another', () => {
    const order = anOrder([tea], billed(10_550_000, 10_000_000), { shipping })
    expect(proved(order, 550).shipping).toEqual({ billedRate: 2000, ruleRate: 550 })
    const mixed = anOrder([candle, tea], billed(22_550_000, 20_000_000), { shipping })
    expect(proved(mixed).shipping).toEqual({ billedRate: 2000, ruleRate: 550 })
  })

  it('is not reported when it is the rate of the goods', () => {
    const order = anOrder([candle], billed(12_000_000, 10_000_000), { shipping })
    expect(proved(order).shipping).toBeNull()
  })
})
