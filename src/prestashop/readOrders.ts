import type { ShopClient } from './client'
import { orderRowOfShop, orderStateRow, carrierRow, slipRow, taxRow } from './decode/orders'
import { ORDERS_A_PAGE, orderPages, type OrderPages } from './orderPages'
import { readBuyers, readDetails, readPayments, readVouchers } from './readOrderRest'
import type { Query } from './request'
import type { ShopTables } from './readTables'
import { ORDER_EXTRAS } from '@/core/catalogue/connection'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopCarrier } from '@/core/orders/orderDelivery'
import type { OrderState } from '@/core/orders/orderState'
import type {
  ShopBuyer,
  ShopOrder,
  ShopPayment,
  ShopSlip,
  ShopVoucher,
} from '@/core/orders/shopOrder'
import type { UnreadableRow } from '@/core/catalogue/shopRows'
import type { VatRate } from '@/core/vat'

/** What is the same for all orders of a shop; undefined where the key may not read it. */
export interface OrderTables {
  states: OrderState[] | undefined
  carriers: ShopCarrier[] | undefined
  taxRates: ReadonlyMap<number, VatRate>
  /** Resources that would tell more and that the key may not read. */
  missingRights: string[]
}

/** Some orders and all the key lets be known of them; what it does not is undefined. */
export interface OrderSlice {
  orders: ShopOrder[]
  vouchers: ReadonlyMap<number, ShopVoucher[]> | undefined
  slips: ShopSlip[] | undefined
  /** By the reference of their order. */
  payments: ReadonlyMap<string, ShopPayment[]> | undefined
  /** By the id of the order. */
  buyers: ReadonlyMap<number, ShopBuyer>
  unreadable: UnreadableRow[]
  /** Where the next slice begins; null behind the last. */
  nextAfterId: number | null
}

/** Credit slips made since a date: which orders they are of, and the latest date. */
export interface SlippedOrders {
  orderIds: number[]
  dates: string[]
  unreadable: UnreadableRow[]
}

export interface OrderReader {
  tables: OrderTables
  /** Orders that changed since (the shop's own time; null for all), from behind an id. */
  changed: (since: string | null, afterId: number) => Promise<Result<OrderSlice, ShopError>>
  /** PrestaShop: an order does not change when a credit slip is made of it. */
  slipped: (since: string | null) => Promise<Result<SlippedOrders, ShopError>>
  /** Orders by their ids, changed or not. */
  named: (orderIds: readonly number[]) => Promise<Result<OrderSlice, ShopError>>
}

/**
 * Reads orders a slice at a time, with their rows, vouchers, payments and credit slips. By ids
 * that only grow: an order that comes meanwhile moves no slice.
 */
export async function openOrderReader(
  client: ShopClient,
  rights: ShopTables['rights'],
  languageId: number,
): Promise<Result<OrderReader, ShopError>> {
  const pages = orderPages(client, rights)
  const states = await pages.all('order_states', orderStateRow, { language: languageId })
  if (!states.ok) return states
  const display = '[id,id_reference,name]'
  const carriers = await pages.all('carriers', carrierRow, { display })
  if (!carriers.ok) return carriers
  const taxes = await pages.all('taxes', taxRow, {})
  if (!taxes.ok) return taxes
  return ok({
    tables: {
      states: states.value,
      carriers: carriers.value,
      taxRates: new Map(taxes.value?.map(tax => [tax.taxId, tax.vatRate])),
      missingRights: ORDER_EXTRAS.filter(resource => !pages.may(resource)),
    },
    changed: (since, afterId) => readChanged(pages, since, afterId),
    slipped: since => readSlipped(pages, since),
    named: async orderIds => {
      const orders = await pages.having('orders', orderRowOfShop, 'id', orderIds)
      return orders.ok ? readSlice(pages, orders.value ?? [], null) : orders
    },
  })
}

async function readChanged(
  pages: OrderPages,
  since: string | null,
  afterId: number,
): Promise<Result<OrderSlice, ShopError>> {
  const behind: Query = afterId > 0 ? { 'filter[id]': `>[${afterId}]` } : {}
  const read = await pages.page('orders', orderRowOfShop, { ...changedSince(since), ...behind })
  if (!read.ok) return read
  const { rows, length, lastId } = read.value
  return readSlice(pages, rows, length < ORDERS_A_PAGE ? null : lastId)
}

async function readSlipped(
  pages: OrderPages,
  since: string | null,
): Promise<Result<SlippedOrders, ShopError>> {
  const slips = await pages.all('order_slip', slipRow, changedSince(since))
  if (!slips.ok) return slips
  const found = slips.value ?? []
  return ok({
    orderIds: [...new Set(found.map(({ orderId }) => orderId))],
    dates: found.map(({ madeAt }) => madeAt),
    unreadable: pages.takeUnreadable(),
  })
}

/** All that is known of these orders beside themselves. */
async function readSlice(
  pages: OrderPages,
  headers: readonly ShopOrder[],
  nextAfterId: number | null,
): Promise<Result<OrderSlice, ShopError>> {
  const orderIds = headers.map(({ orderId }) => orderId)
  const details = await readDetails(pages, headers)
  if (!details.ok) return details
  const vouchers = await readVouchers(pages, orderIds)
  if (!vouchers.ok) return vouchers
  const slips = await pages.having('order_slip', slipRow, 'id_order', orderIds)
  if (!slips.ok) return slips
  const payments = await readPayments(pages, headers)
  if (!payments.ok) return payments
  const buyers = await readBuyers(pages, headers)
  if (!buyers.ok) return buyers
  return ok({
    orders: details.value,
    vouchers: vouchers.value,
    slips: slips.value,
    payments: payments.value,
    buyers: buyers.value,
    unreadable: pages.takeUnreadable(),
    nextAfterId,
  })
}

const changedSince = (since: string | null): Query =>
  since === null ? {} : { 'filter[date_upd]': `>[${since}]`, date: 1 }
