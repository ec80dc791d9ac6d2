import { expect, it } from 'vitest'
import { change, importAs, openedTill, salesOf, told } from '../../support/orderImports'
import { RECORDED_KEYS, recordedShop } from '../../support/recordedShop'
import { rowsOf, type Row } from '@/demo/webservice/shopData'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { readImportState } from '@/till/orders/listOrders'

const KEY = RECORDED_KEYS.full
const CONNECTION = { address: 'http://shop.example', key: KEY }
const PAID_IDS = [50, 150, 240]

/** The recorded orders and some more, of which three are paid: three pages in all. */
function manyOrders(): ShopServer {
  const shop = recordedShop('ps-9.1.4')
  const orders = rowsOf(shop.data, 'orders')
  const details = rowsOf(shop.data, 'order_details')
  const modelOf = (orderId: number): Row => {
    const found = orders.find(({ id }) => id === orderId)
    if (!found) throw new Error(`order ${orderId} was recorded`)
    return found
  }
  const [paid, waiting] = [modelOf(9), modelOf(2)]
  const paidDetails = details.filter(({ fields }) => Number(fields.id_order) === 9)
  for (let id = 16; id <= 245; id += 1) {
    const isPaid = PAID_IDS.includes(id)
    const model = isPaid ? paid : waiting
    const fields = { ...model.fields, reference: `ORDER${id}` }
    if (!isPaid) {
      orders.push({ id, fields, associations: { order_rows: [] } })
      continue
    }
    const rows = paid.associations.order_rows ?? []
    const order_rows = rows.map((row, place) => ({ ...row, id: String(id * 10 + place) }))
    orders.push({ id, fields, associations: { order_rows } })
    paidDetails.forEach((detail, place) => {
      const own = { ...detail.fields, id_order: String(id) }
      details.push({ ...detail, id: id * 10 + place, fields: own })
    })
  }
  return shop
}

const pagesOf = (shop: ShopServer) =>
  shop.requests
    .map(({ path }) => decodeURIComponent(path))
    .filter(path => path.startsWith('/api/orders?') && path.includes('filter[date_upd]'))

it('reads many orders by pages, and goes on from the page it was stopped at', async () => {
  const context = await openedTill()
  const shop = manyOrders()
  const looked = await importAs(context, shop, KEY, { kind: 'look' })
  if (!looked.ok) throw new Error('it can be looked at')
  expect(looked.value.recorded).toEqual({ count: 8, totalCents: 26645 + 3 * 5200 })
  expect(looked.value.waiting).toBe(234)
  expect(pagesOf(shop)).toHaveLength(3)

  // The connection is cut before the third page: the orders of the first two are sealed.
  shop.requests.splice(0)
  shop.misbehave({ kind: 'unreachable', matching: 'filter[id]=>[200]' })
  const how = { kind: 'record', agreed: looked.value.entries } as const
  expect(await importAs(context, shop, KEY, how)).toMatchObject({ ok: false })
  const idsOf = async () => (await salesOf(context)).map(({ event }) => event.order?.orderId)
  const half = await idsOf()
  expect(half).toEqual([6, 6, 8, 9, 12, 13, 50, 150])
  const { state } = await readImportState(context, CONNECTION)
  expect(state?.cursor?.afterId).toBe(200)

  // An order that was read already is cancelled meanwhile.
  shop.behave()
  change(shop, 50, { current_state: '6' }, '2026-11-25 10:00:00')
  shop.requests.splice(0)
  expect((await told(context, shop)).recorded).toEqual({ count: 1, totalCents: 5200 })
  expect(pagesOf(shop).every(path => path.includes('filter[id]=>[200]'))).toBe(true)
  expect(await idsOf()).toEqual([...half, 240])
  expect((await readImportState(context, CONNECTION)).state?.cursor).toBeNull()

  // It changed after the import had read it: the next import finds it.
  expect((await told(context, shop)).refunded).toEqual({ count: 1, totalCents: -5200 })
  expect((await told(context, shop)).refunded.count).toBe(0)
  expect(new Set(await idsOf()).size).toBe(8)
})
