import type { ShopClient } from './client'
import { decodeList } from './decode/list'
import {
  orderDetailRow,
  orderRowOfShop,
  orderStateRow,
  slipRow,
  taxRow,
  voucherRow,
} from './decode/orders'
import type { Query } from './request'
import type { ShopTables } from './readTables'
import type { GenericSchema } from 'valibot'
import { ORDER_EXTRAS } from '@/core/connection'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { OrderState } from '@/core/orders/orderState'
import type { ShopOrder, ShopSlip, ShopVoucher } from '@/core/orders/shopOrder'
import type { UnreadableRow } from '@/core/shopRows'
import type { VatRate } from '@/core/vat'

/** Orders and all the key lets be known of them; what it does not is undefined. */
export interface ReadOrders {
  orders: ShopOrder[]
  vouchers: ReadonlyMap<number, ShopVoucher[]> | undefined
  slips: ShopSlip[] | undefined
  states: OrderState[] | undefined
  taxRates: ReadonlyMap<number, VatRate>
  unreadable: UnreadableRow[]
  /** Resources that would tell more and that the key may not read. */
  missingRights: string[]
}

const ORDERS_A_PAGE = 100

/** Which orders are asked for. */
export interface AskedOrders {
  /** The shop's own time; null for all. */
  changedSince: string | null
  /** Looked at again, changed or not. */
  alsoIds: readonly number[]
  languageId: number
}

/**
 * Orders that changed, and those a credit slip was made of, with their rows, vouchers, credit
 * slips and states. An order that comes meanwhile has a higher id: it moves no page.
 */
export async function readOrders(
  client: ShopClient,
  rights: ShopTables['rights'],
  asked: AskedOrders,
): Promise<Result<ReadOrders, ShopError>> {
  const reader = readerOf(client, rights)
  const headers = await readHeaders(reader, asked)
  if (!headers.ok) return headers
  const { orders, slips } = headers.value
  const orderIds = orders.map(order => order.orderId)

  const details = await reader.byIds('order_details', orderDetailRow, 'id_order', orderIds)
  if (!details.ok) return details
  const vouchers = await reader.byIds('order_cart_rules', voucherRow, 'id_order', orderIds)
  if (!vouchers.ok) return vouchers
  const states = await reader.all('order_states', orderStateRow, { language: asked.languageId })
  if (!states.ok) return states
  const taxes = await reader.all('taxes', taxRow, {})
  if (!taxes.ok) return taxes

  const byRow = new Map(details.value?.map(detail => [detail.rowId, detail]))
  return ok({
    orders: orders.map(order => ({
      ...order,
      rows: order.rows.map(row => {
        const { total = null, taxIds = [], ecotaxMicros = 0 } = byRow.get(row.rowId) ?? {}
        return { ...row, total, taxIds, ecotaxMicros }
      }),
    })),
    vouchers: vouchers.value && vouchersByOrder(vouchers.value),
    slips,
    states: states.value,
    taxRates: new Map(taxes.value?.map(tax => [tax.taxId, tax.vatRate])),
    unreadable: reader.unreadable,
    missingRights: ORDER_EXTRAS.filter(resource => !reader.may(resource)),
  })
}

/** PrestaShop: an order does not change when a credit slip is made of it. */
async function readHeaders(
  reader: Reader,
  { changedSince, alsoIds }: AskedOrders,
): Promise<Result<{ orders: ShopOrder[]; slips: ShopSlip[] | undefined }, ShopError>> {
  const since: Query =
    changedSince === null ? {} : { 'filter[date_upd]': `>[${changedSince}]`, date: 1 }
  const changed = await reader.all('orders', orderRowOfShop, since)
  if (!changed.ok) return changed
  const slips = await reader.all('order_slip', slipRow, since)
  if (!slips.ok) return slips
  const orders = new Map(changed.value?.map(order => [order.orderId, order]))
  const wanted = [...alsoIds, ...(slips.value ?? []).map(slip => slip.orderId)]
  const missing = [...new Set(wanted)].filter(orderId => !orders.has(orderId))
  const more = await reader.byIds('orders', orderRowOfShop, 'id', missing)
  if (!more.ok) return more
  for (const order of more.value ?? []) orders.set(order.orderId, order)
  // What was refused before may have had its slips then: their dates are passed.
  const again = await reader.byIds('order_slip', slipRow, 'id_order', alsoIds)
  if (!again.ok) return again
  const bySlip = new Map(
    [...(slips.value ?? []), ...(again.value ?? [])].map(slip => [slip.slipId, slip]),
  )
  return ok({
    orders: [...orders.values()].sort((a, b) => a.orderId - b.orderId),
    slips: slips.value && [...bySlip.values()],
  })
}

type Reader = ReturnType<typeof readerOf>

/** Reads what the key may read; undefined for what it may not. */
function readerOf(client: ShopClient, rights: ShopTables['rights']) {
  const unreadable: UnreadableRow[] = []
  const may = (resource: string) => rights[resource]?.includes('get') ?? false

  async function all<Row>(
    resource: string,
    row: GenericSchema<unknown, Row>,
    query: Query,
  ): Promise<Result<Row[] | undefined, ShopError>> {
    if (!may(resource)) return ok(undefined)
    const read = await pages(client, resource, row, query)
    if (!read.ok) return read
    unreadable.push(...read.value.unreadable)
    return ok(read.value.rows)
  }

  /** In slices: an address holds so many ids. */
  async function byIds<Row>(
    resource: string,
    row: GenericSchema<unknown, Row>,
    field: string,
    wantedIds: readonly number[],
  ): Promise<Result<Row[] | undefined, ShopError>> {
    if (!may(resource)) return ok(undefined)
    const rows: Row[] = []
    for (let start = 0; start < wantedIds.length; start += ORDERS_A_PAGE) {
      const ids = wantedIds.slice(start, start + ORDERS_A_PAGE)
      const read = await all(resource, row, { [`filter[${field}]`]: `[${ids.join('|')}]` })
      if (!read.ok) return read
      rows.push(...(read.value ?? []))
    }
    return ok(rows)
  }

  return { unreadable, may, all, byIds }
}

function vouchersByOrder(
  rows: readonly { orderId: number; isDeleted: boolean; voucher: ShopVoucher }[],
): Map<number, ShopVoucher[]> {
  const byOrder = new Map<number, ShopVoucher[]>()
  for (const { orderId, isDeleted, voucher } of rows) {
    if (!isDeleted) byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), voucher])
  }
  return byOrder
}

/** All rows of a resource, page after page by their ids. */
async function pages<Row>(
  client: ShopClient,
  resource: string,
  row: GenericSchema<unknown, Row>,
  query: Query,
): Promise<Result<{ rows: Row[]; unreadable: UnreadableRow[] }, ShopError>> {
  const all: { rows: Row[]; unreadable: UnreadableRow[] } = { rows: [], unreadable: [] }
  for (let offset = 0; ; offset += ORDERS_A_PAGE) {
    const body = await client.getJson(resource, {
      display: 'full',
      sort: '[id_ASC]',
      limit: `${offset},${ORDERS_A_PAGE}`,
      ...query,
    })
    if (!body.ok) return body
    const page = decodeList(body.value, listName(resource), row, client.host)
    if (!page.ok) return page
    all.rows.push(...page.value.rows)
    all.unreadable.push(...page.value.unreadable)
    if (page.value.length < ORDERS_A_PAGE) return ok(all)
  }
}

/** PrestaShop: `order_slip` lists `order_slips` (order_slip-B-json). */
const listName = (resource: string) => (resource === 'order_slip' ? 'order_slips' : resource)
