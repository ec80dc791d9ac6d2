import { describe, expect, it } from 'vitest'
import { openedTill, salesOf, told } from '../../support/orderImports'
import { anOrder, shopWith } from '../../support/placedOrders'
import { RECORDED_KEYS, RECORDED_VERSIONS, recordedShop } from '../../support/recordedShop'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { placeOrder } from '@/demo/orders/placeOrder'
import { findRow, rowsOf } from '@/demo/webservice/shopData'
import type { ShopServer } from '@/demo/webservice/shopServer'

const DOLLAR = 2
const EURO = anOrder({ orderId: 90, reference: 'EUROS' })
const DOLLARS = anOrder({ orderId: 91, reference: 'DOLLARS', currencyId: DOLLAR })

/** Adds a second currency to a shop. */
function withDollars(shop: ShopServer): ShopServer {
  const euro = findRow(shop.data, 'currencies', 1)
  rowsOf(shop.data, 'currencies').push({
    id: DOLLAR,
    fields: { ...euro?.fields, name: 'Dollar', iso_code: 'USD' },
    associations: {},
  })
  return shop
}

const shopOfTwo = (orders = [EURO, DOLLARS]) => withDollars(shopWith(orders))

/** A recorded shop with an order in dollars, and a key without some rights. */
function recordedWithDollars(missing: readonly string[]): ShopServer {
  const shop = withDollars(recordedShop('ps-8.2.1', {}, missing))
  placeOrder(shop.data, DOLLARS)
  return shop
}

async function imported(shop: ShopServer, key: string) {
  const context = await openedTill()
  const report = await told(context, shop, key)
  const sealed = (await salesOf(context)).map(({ event }) => event.order?.reference)
  return { sealed, report, errors: report.refused.map(({ error }) => error) }
}

describe('an order in dollars, at a rate of one', () => {
  it.each([
    ['by its name', [], 'USD'],
    ['by the shop’s own currency, where only that can be read', ['currencies'], ''],
  ])('is refused %s', async (_name, missing, currency) => {
    const { sealed, errors } = await imported(recordedWithDollars(missing), RECORDED_KEYS.full)
    expect(sealed).toHaveLength(6)
    expect(sealed).not.toContain('DOLLARS')
    expect(errors).toEqual([{ code: 'order-other-currency', reference: 'DOLLARS', currency }])
  })

  it('cannot be told apart with orders alone: none is recorded, and the right is named', async () => {
    const shop = shopOfTwo()
    const { sealed, errors, report } = await imported(shop, DEMO_KEYS.orders)
    expect(sealed).toEqual([])
    expect(errors.map(({ code }) => code)).toEqual([
      'order-currency-unknown',
      'order-currency-unknown',
    ])
    expect(report.missingRights).toEqual(['currencies'])
  })

  it('is refused where every euro order is older than a hundred of them', async () => {
    const many = Array.from({ length: 101 }, (_none, index) => ({
      ...EURO,
      orderId: 100 + index,
      reference: `EURO${index}`,
    }))
    const shop = shopOfTwo([...many, { ...DOLLARS, orderId: 900 }])
    const { sealed, errors } = await imported(shop, DEMO_KEYS.orders)
    expect(sealed).toEqual([])
    expect(errors.every(({ code }) => code === 'order-currency-unknown')).toBe(true)
  })
})

it('orders all in one currency need no right', async () => {
  const shop = shopOfTwo([EURO])
  expect((await imported(shop, DEMO_KEYS.orders)).sealed).toEqual(['EUROS'])
  // Another rate says by itself that the currency is another one.
  const other = shopOfTwo([EURO, { ...DOLLARS, conversionRate: '1.100000' }])
  const { sealed, errors } = await imported(other, DEMO_KEYS.orders)
  expect(sealed).toEqual(['EUROS'])
  expect(errors).toMatchObject([{ code: 'order-other-currency', reference: 'DOLLARS' }])
})

it('a shop whose own currency is not the euro has no order recorded', async () => {
  const shop = shopOfTwo([EURO])
  Object.assign(findRow(shop.data, 'currencies', 1)?.fields ?? {}, { iso_code: 'CHF' })
  const { sealed, errors } = await imported(shop, DEMO_KEYS.full)
  expect(sealed).toEqual([])
  expect(errors).toMatchObject([{ code: 'order-other-currency', currency: 'CHF' }])
})

it.each(RECORDED_VERSIONS)('the recorded orders of %s are in euros, with every key', async of => {
  for (const missing of [[], ['currencies'], ['currencies', 'configurations']]) {
    const report = await imported(recordedShop(of, {}, missing), RECORDED_KEYS.full)
    expect(report.errors).toEqual([])
    expect(report.report.recorded.count).toBe(5)
  }
})

it('the demo shop’s own orders are in euros', async () => {
  const shop = createDemoShop()
  placeOrder(shop.data, DOLLARS)
  expect((await imported(createDemoShop(), DEMO_KEYS.orders)).sealed).toHaveLength(4)
  expect((await imported(shop, DEMO_KEYS.orders)).sealed).toEqual([])
})
