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

/** Tell more of an order than the order itself; each may be missing. */
const MORE = ['order_details', 'order_cart_rules', 'order_slip', 'order_states', 'taxes'] as const
const ORDERS_A_PAGE = 100

/**
 * Orders that changed since `changedSince` (the shop's own time; null for all), with their
 * rows, vouchers, credit slips and states. An order that comes meanwhile has a higher id: it
 * moves no page.
 */
export async function readOrders(
  client: ShopClient,
  rights: ShopTables['rights'],
  changedSince: string | null,
  languageId: number,
): Promise<Result<ReadOrders, ShopError>> {
  const may = (resource: string) => rights[resource]?.includes('GET') ?? false
  const unreadable: UnreadableRow[] = []
  const since = (field: string): Query =>
    changedSince === null ? {} : { [`filter[${field}]`]: `>[${changedSince}]`, date: 1 }

  const orders = await pages(client, 'orders', orderRowOfShop, since('date_upd'))
  if (!orders.ok) return orders
  unreadable.push(...orders.value.unreadable)
  const orderIds = orders.value.rows.map(order => order.orderId)

  const optional = async <Row>(
    resource: (typeof MORE)[number],
    row: GenericSchema<unknown, Row>,
    query: Query,
  ): Promise<Result<Row[] | undefined, ShopError>> => {
    if (!may(resource)) return ok(undefined)
    const read = await pages(client, resource, row, query, listName(resource))
    if (!read.ok) return read
    unreadable.push(...read.value.unreadable)
    return ok(read.value.rows)
  }
  /** In slices: an address holds so many ids. */
  const ofOrders = async <Row>(
    resource: (typeof MORE)[number],
    row: GenericSchema<unknown, Row>,
  ): Promise<Result<Row[] | undefined, ShopError>> => {
    if (!may(resource)) return ok(undefined)
    const all: Row[] = []
    for (let start = 0; start < orderIds.length; start += ORDERS_A_PAGE) {
      const ids = orderIds.slice(start, start + ORDERS_A_PAGE)
      const read = await optional(resource, row, { 'filter[id_order]': `[${ids.join('|')}]` })
      if (!read.ok) return read
      all.push(...(read.value ?? []))
    }
    return ok(all)
  }
  const details = await ofOrders('order_details', orderDetailRow)
  if (!details.ok) return details
  const vouchers = await ofOrders('order_cart_rules', voucherRow)
  if (!vouchers.ok) return vouchers
  const slips = await optional('order_slip', slipRow, since('date_upd'))
  if (!slips.ok) return slips
  const states = await optional('order_states', orderStateRow, { language: languageId })
  if (!states.ok) return states
  const taxes = await optional('taxes', taxRow, {})
  if (!taxes.ok) return taxes

  const byRow = new Map(details.value?.map(detail => [detail.rowId, detail]))
  return ok({
    orders: orders.value.rows.map(order => ({
      ...order,
      rows: order.rows.map(row => {
        const { total = null, taxIds = [], ecotaxMicros = 0 } = byRow.get(row.rowId) ?? {}
        return { ...row, total, taxIds, ecotaxMicros }
      }),
    })),
    vouchers: vouchers.value && vouchersByOrder(vouchers.value),
    slips: slips.value,
    states: states.value,
    taxRates: new Map(taxes.value?.map(tax => [tax.taxId, tax.vatRate])),
    unreadable,
    missingRights: MORE.filter(resource => !may(resource)),
  })
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
  list: string = resource,
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
    const page = decodeList(body.value, list, row, client.host)
    if (!page.ok) return page
    all.rows.push(...page.value.rows)
    all.unreadable.push(...page.value.unreadable)
    if (page.value.length < ORDERS_A_PAGE) return ok(all)
  }
}

/** PrestaShop: `order_slip` lists `order_slips` (order_slip-B-json). */
const listName = (resource: string) => (resource === 'order_slip' ? 'order_slips' : resource)
