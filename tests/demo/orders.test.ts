import { describe, expect, it } from 'vitest'
import { RECORDED_VERSIONS, recordedShop } from '../support/recordedShop'
import { createDemoShop } from '@/demo/demoShop'
import { giveSlip } from '@/demo/orders/giveSlip'
import { placeOrder } from '@/demo/orders/placeOrder'
import { findRow, rowsOf, type Row, type ShopData, type Value } from '@/demo/webservice/shopData'

/** What PrestaShop itself made of two orders with a voucher (orders 12 and 13 of the recordings). */
const TOTALS = /^total_(discounts|paid|products|shipping|wrapping)(_wt|_tax_(in|ex)cl)?$/

const KETTLE = { productId: 20, name: 'Bouilloire', quantity: 1, priceCents: 2999, vatPercent: 20 }
const BOOK = { productId: 22, name: 'Livre', quantity: 1, priceCents: 1800, vatPercent: 5.5 }
const ORDER = {
  reference: 'PLACED',
  stateId: 2,
  placedAt: '2026-11-24 10:00:00',
  shippingCents: 840,
  shippingVatPercent: 20,
}
const textOf = (value: Value | undefined) => (typeof value === 'object' ? '' : String(value))
const totalsOf = (row: Row | undefined) =>
  Object.fromEntries(Object.entries(row?.fields ?? {}).filter(([name]) => TOTALS.test(name)))
const vouchersOf = (data: ShopData, orderId: number) =>
  rowsOf(data, 'order_cart_rules')
    .filter(({ fields }) => Number(fields.id_order) === orderId)
    .map(({ fields }) => [fields.value, fields.value_tax_excl, fields.free_shipping].map(String))

describe.each(RECORDED_VERSIONS)('an order placed in the simulated shop, beside %s', version => {
  it('has the totals and the value of a voucher over two rates', () => {
    const { data } = recordedShop(version)
    placeOrder(data, {
      ...ORDER,
      orderId: 900,
      lines: [KETTLE, BOOK],
      vouchers: [{ ruleId: 91, name: 'Bon 5 €', amountCents: 500 }],
    })
    expect(totalsOf(findRow(data, 'orders', 900))).toEqual(totalsOf(findRow(data, 'orders', 12)))
    expect(vouchersOf(data, 900)).toEqual(vouchersOf(data, 12))
  })

  it('has the totals and the value of free shipping', () => {
    const { data } = recordedShop(version)
    const lines = [KETTLE, { productId: 25, quantity: 2, priceCents: 139 }].map(one => ({
      ...KETTLE,
      vatPercent: one.productId === 20 ? 20 : 0,
      ...one,
    }))
    const last = { ...KETTLE, productId: 26, priceCents: 500, vatPercent: 0 }
    placeOrder(data, {
      ...ORDER,
      orderId: 900,
      lines: [...lines, last],
      vouchers: [{ ruleId: 92, name: 'Port offert', isFreeShipping: true }],
    })
    expect(totalsOf(findRow(data, 'orders', 900))).toEqual(totalsOf(findRow(data, 'orders', 13)))
    expect(vouchersOf(data, 900)).toEqual(vouchersOf(data, 13))
  })

  it('has a credit slip as recorded, all fields', () => {
    const { data } = recordedShop(version)
    const [recorded] = rowsOf(data, 'order_slip')
    data.tables.order_slip = []
    giveSlip(data, {
      orderId: 6,
      madeAt: textOf(recorded?.fields.date_add),
      // Its price was seeded without VAT: 18,00 € and 18,99 € with it.
      rows: [{ index: 1, quantity: 1, amountCents: 1899 }],
      kind: 'price',
      isTypedWithoutVat: true,
    })
    const asText = (row: Row | undefined) =>
      Object.fromEntries(
        Object.entries(row?.fields ?? {}).map(([name, value]) => [name, textOf(value)]),
      )
    const [made] = rowsOf(data, 'order_slip')
    expect(asText(made)).toEqual(asText(recorded))
    const details = (row: Row | undefined) =>
      row?.associations.order_slip_details?.map(({ id: _numbered, ...rest }) =>
        Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])),
      )
    expect(details(made)).toEqual(details(recorded))
  })
})

it('PrestaShop 1.6 stores the same voucher in cents (its own recording)', () => {
  const shop = createDemoShop()
  shop.data.version = '1.6.1.24'
  const vouchers = [{ ruleId: 91, name: 'Bon 5 €', amountCents: 500 }]
  placeOrder(shop.data, { ...ORDER, orderId: 900, lines: [KETTLE, BOOK], vouchers })
  expect(vouchersOf(shop.data, 900)).toEqual([['5.00', '4.38', '0']])
})
