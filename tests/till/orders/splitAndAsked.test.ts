import { beforeEach, describe, expect, it } from 'vitest'
import { importOf, openedTill, salesOf, told } from '../../support/orderImports'
import { isToPrepare } from '@/core/orders/orderPreparation'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { findRow, rowsOf, type Row } from '@/demo/webservice/shopData'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { listOrders } from '@/till/orders/listOrders'
import type { TillContext } from '@/till/context'

const KEY = DEMO_KEYS.full
let shop: ShopServer
let context: TillContext
beforeEach(async () => {
  shop = createDemoShop()
  context = await openedTill()
})

const row = (resource: string, id: number): Row => {
  const found = findRow(shop.data, resource, id)
  if (!found) throw new Error(`no ${resource} ${id}`)
  return found
}
const paidOf = (id: number) => Number(row('orders', id).fields.total_paid_tax_incl)
const listed = async (orderId: number) => {
  const found = (await listOrders(context, 50)).find(
    ({ sale }) => sale.event.order?.orderId === orderId,
  )
  if (!found) throw new Error(`order ${orderId} is not recorded`)
  return found
}

describe('one cart split into two orders', () => {
  /** Orders 2 and 3 have one reference, and the payments of both. */
  function split(...payments: [method: string, amount: number][]): void {
    const reference = row('orders', 2).fields.reference as string
    row('orders', 3).fields.reference = reference
    const [model] = rowsOf(shop.data, 'order_payments')
    const others = rowsOf(shop.data, 'order_payments').filter(one => ![2, 3].includes(one.id))
    shop.data.tables.order_payments = [
      ...others,
      ...payments.map(([method, amount], index): Row => ({
        id: 50 + index,
        fields: {
          ...model?.fields,
          order_reference: reference,
          payment_method: method,
          amount: amount.toFixed(6),
        },
        associations: {},
      })),
    ]
  }

  it('is paid by the one payment of both', async () => {
    split(['Carte bancaire', paidOf(2) + paidOf(3)])
    expect((await told(context, shop, KEY)).paidOtherwise).toEqual([])
    for (const id of [2, 3]) {
      const { sale } = await listed(id)
      expect(sale.event.tenders).toMatchObject([
        { name: 'Carte bancaire', givenCents: sale.event.totalCents },
      ])
    }
  })

  it('shares two payments so that every cent is in one of the orders', async () => {
    const first = paidOf(2) + 3
    split(['Carte bancaire', first], ['Virement bancaire', paidOf(2) + paidOf(3) - first])
    expect((await told(context, shop, KEY)).paidOtherwise).toEqual([])
    const [second, third] = [await listed(2), await listed(3)]
    expect(second.sale.event.tenders).toMatchObject([{ name: 'Carte bancaire' }])
    expect(third.sale.event.tenders).toMatchObject([
      { name: 'Carte bancaire', givenCents: 300 },
      { name: 'Virement bancaire', givenCents: third.sale.event.totalCents - 300 },
    ])
  })

  it('says once what is really paid otherwise', async () => {
    split(['Carte bancaire', paidOf(2) + paidOf(3) - 1])
    const { paidOtherwise } = await told(context, shop, KEY)
    expect(paidOtherwise).toEqual([
      { reference: row('orders', 2).fields.reference, differenceCents: -100 },
    ])
  })

  it('asks nothing more of a shop whose payments agree', async () => {
    await told(context, shop, KEY)
    expect(shop.requests.filter(({ path }) => path.includes('filter[reference]'))).toEqual([])
  })
})

/** The same shop, whose key may not read what customers asked. */
function withoutCustomizations(): ShopServer {
  const whole = shop
  const handle = (request: Request) =>
    whole.handle(request).then(async answer => {
      if (!new URL(request.url).pathname.endsWith('/api/')) return answer
      const rights = (await answer.text()).replace(/<customizations [\s\S]*?<\/customizations>/, '')
      return new Response(rights, { status: answer.status, headers: answer.headers })
    })
  return { ...whole, handle }
}

describe('what a customer asked to have made', () => {
  it('is kept beside the order, and not in the sealed sale', async () => {
    await told(context, shop, KEY)
    const { note, sale } = await listed(4)
    expect(note?.asked).toEqual([
      {
        place: 0,
        name: sale.event.lines[0]?.name,
        texts: ['Dedication – Pour Lise, 24 décembre'],
        isElsewhere: false,
      },
    ])
    expect(JSON.stringify(await salesOf(context))).not.toContain('Lise')
    expect((await listed(2)).note?.asked).toBeUndefined()
  })

  it('is said to be in PrestaShop where the key may not read it', async () => {
    shop = withoutCustomizations()
    expect((await told(context, shop, KEY)).missingRights).toEqual(['customizations'])
    expect((await listed(4)).note?.asked).toMatchObject([
      { place: 0, texts: [], isElsewhere: true },
    ])
  })

  it('is said to be in PrestaShop when it is a file', async () => {
    row('customizations', 1).associations = {
      customized_data_images: [{ id_customization_field: '1', value: 'f00d' }],
    }
    await told(context, shop, KEY)
    expect((await listed(4)).note?.asked).toMatchObject([{ texts: [], isElsewhere: true }])
  })

  it('is found by the cart in PrestaShop 1.6, whose rows do not name it', async () => {
    for (const order of rowsOf(shop.data, 'orders')) {
      order.associations.order_rows = (order.associations.order_rows ?? []).map(
        ({ id_customization: _unknown, ...rest }) => rest,
      )
    }
    const [model] = rowsOf(shop.data, 'customizations')
    if (!model) throw new Error('the demo shop has one')
    const dropped = { ...model.fields, in_cart: '0' }
    rowsOf(shop.data, 'customizations').push({ ...structuredClone(model), id: 2, fields: dropped })
    await told(context, shop, KEY)
    expect((await listed(4)).note?.asked).toMatchObject([
      { place: 0, texts: ['Dedication – Pour Lise, 24 décembre'] },
    ])
  })

  it('is read once the key may read it', async () => {
    const readable = shop
    await told(context, withoutCustomizations(), KEY)
    shop = readable
    row('orders', 4).fields.date_upd = '2026-11-30 10:00:00'
    await importOf(context, shop, KEY)
    expect((await listed(4)).note?.asked).toMatchObject([{ isElsewhere: false }])
  })
})

describe('an order of downloads alone', () => {
  const makeVirtual = (...orderIds: number[]) => {
    for (const id of orderIds) {
      for (const line of row('orders', id).associations.order_rows ?? []) {
        row('products', Number(line.product_id)).fields.is_virtual = '1'
      }
    }
  }
  /** Order 2 without shipping. */
  function freeShipping(): void {
    const order = row('orders', 2)
    const shipping = Number(order.fields.total_shipping_tax_incl)
    order.fields.total_paid_tax_incl = (paidOf(2) - shipping).toFixed(6)
    order.fields.total_paid_tax_excl = String(
      Number(order.fields.total_paid_tax_excl) - Number(order.fields.total_shipping_tax_excl),
    )
    order.fields.total_shipping_tax_incl = order.fields.total_shipping_tax_excl = '0.000000'
    const payment = rowsOf(shop.data, 'order_payments').find(one => one.id === 2)
    if (payment) payment.fields.amount = order.fields.total_paid_tax_incl
  }

  it('is recorded, is not to be handed over, and keeps no name', async () => {
    freeShipping()
    makeVirtual(2)
    await told(context, shop, KEY)
    const order = await listed(2)
    expect(isToPrepare(order)).toBe(false)
    expect(order.customerName).toBe('')
    expect(isToPrepare(await listed(4))).toBe(true)
  })

  it('is known by its files where the products are gone', async () => {
    freeShipping()
    for (const line of rowsOf(shop.data, 'order_details')) {
      if (Number(line.fields.id_order) === 2) line.fields.download_hash = 'abc'
    }
    await told(context, shop, KEY)
    expect(isToPrepare(await listed(2))).toBe(false)
  })

  it('is to be handed over when one of its goods is carried, or it has shipping', async () => {
    makeVirtual(2)
    await told(context, shop, KEY)
    expect(isToPrepare(await listed(2)), 'it has shipping').toBe(true)
    const other = createDemoShop()
    shop = other
    context = await openedTill()
    freeShipping()
    makeVirtual(2)
    const [first] = row('orders', 2).associations.order_rows ?? []
    row('products', Number(first?.product_id)).fields.is_virtual = '0'
    await told(context, shop, KEY)
    expect(isToPrepare(await listed(2)), 'one of its goods is carried').toBe(true)
  })
})
