import { expect, it } from 'vitest'
import { openedTill, salesOf, importOf, told } from '../../support/orderImports'
import { RECORDED_VERSIONS, recordedShop } from '../../support/recordedShop'
import { anArticle, aTender, aTicket, CONTEXT } from '../../support/factory'
import { ORDER_EXTRAS } from '@/core/catalogue/connection'
import { rowsOf } from '@/demo/webservice/shopData'
import { readEntriesAfter } from '@/storage/journal/journal'
import { eraseCustomer, findCustomer } from '@/till/customers/customers'
import { listOrders } from '@/till/orders/listOrders'
import { changeRules } from '@/till/settings/changeRules'
import { sellTicket } from '@/till/payment/sellTicket'
import { NOBODY } from '@/core/people/user'
import type { TillContext } from '@/till/context'

const TOTAL_CENTS = 9039 + 3490 + 5200 + 5139 + 3777

const webSale = async (context: TillContext, orderId: number) => {
  const sale = (await salesOf(context)).find(({ event }) => event.order?.orderId === orderId)
  if (!sale) throw new Error(`order ${orderId} was recorded`)
  return sale
}
const listed = async (context: TillContext, orderId: number) =>
  (await listOrders(context, 100)).find(({ sale }) => sale.event.order?.orderId === orderId)

it.each(ORDER_EXTRAS)(
  'without %s it names the missing right, and records every total',
  async missing => {
    const context = await openedTill()
    const done = await told(context, recordedShop('ps-9.1.4', {}, [missing]))
    expect(done.missingRights).toEqual([missing])
    expect(done.refused).toEqual([])
    expect(done.recorded).toEqual({ count: 5, totalCents: TOTAL_CENTS })
    // A credit slip alone needs its own right.
    expect(done.refunded.count).toBe(missing === 'order_slip' ? 0 : 1)
    const order = await listed(context, 6)
    expect(order?.customerName).toBe(missing === 'customers' ? '' : 'Ada Nom 3')
    const names = done.met.carriers.map(({ name }) => name)
    expect(names.includes('Click and collect')).toBe(missing !== 'carriers')
    expect(done.met.states.length > 0).toBe(missing !== 'order_states')
  },
)

it('without orders nothing is recorded, and the counter sells', async () => {
  const context = await openedTill()
  const done = await importOf(context, recordedShop('ps-8.2.1', {}, ['orders']))
  expect(done).toMatchObject({ ok: false, error: { code: 'orders-not-allowed' } })
  const sold = await sellTicket(context, aTicket([anArticle()]), [aTender(1_548)], CONTEXT)
  expect(sold.ok).toBe(true)
})

it.each(RECORDED_VERSIONS)('carriers of %s are ways of delivery, the owner’s first', async of => {
  const context = await openedTill()
  await changeRules(context, NOBODY, { orderCarriers: { 2: 'delivery' } })
  await told(context, recordedShop(of))
  // Order 8 is collected in the shop.
  expect((await webSale(context, 8)).event.delivery).toBe('counter')
  expect((await webSale(context, 6)).event.delivery).toBe('delivery')
})

it('tells several payments of one order apart, and gives them back in turn', async () => {
  const context = await openedTill()
  const shop = recordedShop('ps-8.2.1')
  const payments = rowsOf(shop.data, 'order_payments')
  const first = payments.find(({ fields }) => fields.order_reference === 'MVLGTTXWQ')
  if (!first) throw new Error('order 6 was paid')
  Object.assign(first.fields, { amount: '10.390000' })
  const fields = { ...first.fields, amount: '80.000000', payment_method: 'Bon cadeau' }
  payments.push({ ...first, id: 900, fields })
  const done = await told(context, shop)
  expect(done.paidOtherwise).toEqual([])
  expect((await webSale(context, 6)).event.tenders).toEqual([
    { kind: 'transfer', name: 'Virement bancaire', account: '512', givenCents: 1039 },
    { kind: 'other', name: 'Bon cadeau', account: '', givenCents: 8000 },
  ])
  const refund = (await salesOf(context)).find(({ event }) => event.kind === 'refund')
  expect(refund?.event.tenders.map(({ givenCents }) => givenCents)).toEqual([-1039, -860])
})

it('reports payments with another sum, and records the order’s own', async () => {
  const context = await openedTill()
  const shop = recordedShop('ps-8.2.1')
  const paid = rowsOf(shop.data, 'order_payments').find(
    ({ fields }) => fields.order_reference === 'OTHVXZFSZ',
  )
  Object.assign(paid?.fields ?? {}, { amount: '50.000000' })
  const done = await told(context, shop)
  expect(done.paidOtherwise).toEqual([{ reference: 'OTHVXZFSZ', differenceCents: -200 }])
  expect((await webSale(context, 9)).event.tenders).toMatchObject([{ givenCents: 5200 }])
})

it('records a payment module as the owner mapped it; that change is sealed', async () => {
  const context = await openedTill()
  await changeRules(context, NOBODY, {
    tenderMeans: [{ meansId: 'gift', kind: 'other', name: 'Avoir', account: '4197', isOn: false }],
    orderTenders: { ps_wirepayment: 'gift' },
  })
  const done = await told(context, recordedShop('ps-8.2.1'))
  expect(done.met.modules).toContainEqual({
    module: 'ps_wirepayment',
    payment: 'Virement bancaire',
  })
  expect((await webSale(context, 9)).event.tenders).toMatchObject([
    { kind: 'other', account: '4197' },
  ])
  const entries = await readEntriesAfter(context.tillDb, context.tillCode, 0, Infinity)
  expect(entries.map(({ event }) => event)).toContainEqual(
    expect.objectContaining({
      what: 'setting-changed',
      detail: { name: 'orderTenders', before: '{}', after: '{"ps_wirepayment":"gift"}' },
    }),
  )
})

it('stores the name among the customers only, and no name of an erased customer', async () => {
  const context = await openedTill()
  const shop = recordedShop('ps-8.2.1')
  await told(context, shop)
  const sale = await webSale(context, 6)
  const { customerId } = sale.event
  // Order 6 is to be handed over; order 9 has left: nobody needs its customer's name any more.
  expect((await webSale(context, 9)).event.customerId).toBe('')
  expect(await findCustomer(context, customerId)).toMatchObject({
    name: 'Ada Nom 3',
    email: '',
    company: '',
    address: '',
  })
  expect(JSON.stringify(sale)).not.toContain('Ada')
  expect(shop.requests.some(({ path }) => /customers.*display=full/.test(path))).toBe(false)
  expect((await webSale(context, 12)).event.customerId).toBe(customerId)

  await eraseCustomer(context, NOBODY, customerId)
  expect((await listed(context, 6))?.customerName).toBe('')
  const order = rowsOf(shop.data, 'orders').find(({ id }) => id === 2)
  const late = { id_customer: '3', current_state: '2', date_upd: '2026-11-25 10:00:00' }
  Object.assign(order?.fields ?? {}, late)
  await told(context, shop)
  const later = (await webSale(context, 2)).event.customerId
  expect(later).not.toBe(customerId)
  expect((await listed(context, 6))?.customerName).toBe('')
})

it('keeps of a company what an invoice needs', async () => {
  const context = await openedTill()
  const shop = recordedShop('ps-8.2.1')
  const order = rowsOf(shop.data, 'orders').find(({ id }) => id === 9)
  Object.assign(order?.fields ?? {}, { current_state: '2' })
  await told(context, shop)
  const { customerId } = (await webSale(context, 9)).event
  expect(await findCustomer(context, customerId)).toMatchObject({
    name: 'Ada Nom 4',
    company: 'Société 8',
    vatNumber: 'FR83404833048',
    address: '1 rue Haute\n69001 Lyon',
  })
})
