import { expect, it } from 'vitest'
import { aCustomer, aUser, SELLER } from '../../support/factory'
import { sameOrigin } from '../../support/surroundings'
import { aloneTill, joinFrom, withServedTills, type SharingTill } from './twoTills'
import { NOBODY } from '@/core/people/user'
import { createDemoShop } from '@/demo/demoShop'
import { mailboxServer } from '@/sharing/mailboxServer'
import { putCustomer } from '@/storage/customers/customers'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { importOrders } from '@/till/orders/importOrders'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { changeOrdersBy } from '@/till/sharing/ordersElsewhere'

let address = ''
let first: SharingTill
let second: SharingTill

withServedTills(made => ({ address, first, second } = made))

async function shareAll(...tills: SharingTill[]): Promise<void> {
  for (const { sharing } of [...tills, ...tills]) {
    await exchangeShop(sharing, mailboxServer(address))
  }
}

it('a device that was alone brings its customers, and takes the settings of the shop', async () => {
  await keepSetting(first.context.tillDb, 'seller', SELLER)
  await shareAll(first)
  const alone = await aloneTill('C')
  const older = { ...SELLER, name: 'L’ancienne enseigne' }
  await keepSetting(alone.tillDb, 'seller', older)
  await putCustomer(alone.tillDb, aCustomer({ customerId: 'c9', name: 'Martin' }))
  const third = await joinFrom(first, alone, address)
  await shareAll(first, third, second)
  for (const { context } of [first, second, third]) {
    expect((await readSetting(context.tillDb, 'seller'))?.name).toBe(SELLER.name)
    expect(await context.tillDb.customers.get('c9')).toMatchObject({ name: 'Martin' })
  }
})

it('online orders are recorded by one device, which the owner chooses', async () => {
  await shareAll(first, second)
  const record = ({ context }: SharingTill) =>
    importOrders(context, sameOrigin(createDemoShop()), {
      connection: { address: 'http://shop.example', key: 'COMPTOIRDEMOMINIMALKEY0000000001' },
      user: NOBODY,
      seller: SELLER,
      names: { shipping: 'Livraison', wrapping: 'Emballage', voucher: 'Bon' },
      fromDay: '2026-01-01',
      how: { kind: 'record', agreed: {} },
      onProgress: () => undefined,
    })
  expect(await record(second)).toEqual({
    ok: false,
    error: { code: 'orders-elsewhere', name: 'A' },
  })
  const here = await record(first)
  expect(here.ok || here.error.code).not.toBe('orders-elsewhere')

  const { device } = second.sharing.keys
  expect(await changeOrdersBy(first.context, NOBODY, device)).toEqual({ ok: true, value: null })
  await shareAll(first, second)
  expect(await record(first)).toEqual({ ok: false, error: { code: 'orders-elsewhere', name: 'B' } })
  const traces = (await first.context.tillDb.journal.toArray()).map(({ event }) => event)
  expect(traces.at(-1)).toMatchObject({
    what: 'setting-changed',
    detail: { name: 'ordersBy', before: first.sharing.keys.device, after: device },
  })
  const there = await record(second)
  expect(there.ok || there.error.code).not.toBe('orders-elsewhere')
})

it('a cashier does not choose who records online orders', async () => {
  const { tillDb } = first.context
  await tillDb.users.bulkPut([
    aUser({ userId: 'u1', role: 'owner' }),
    aUser({ userId: 'u2', name: 'Noé' }),
  ])
  const { device } = second.sharing.keys
  const refused = await changeOrdersBy(first.context, { userId: 'u2', name: 'Noé' }, device)
  expect(refused).toMatchObject({ ok: false, error: { code: 'approval-missing' } })
  expect(await readSetting(tillDb, 'ordersBy')).toBe(first.sharing.keys.device)
})
