import type { ShopClient } from './client'
import { slipRow } from './decode/orderSlips'
import { orderRowOfShop, orderStateRow, carrierRow, taxRow } from './decode/orders'
import { ORDERS_A_PAGE, orderPages, type OrderPages } from './orderPages'
import { readCurrencies } from './readCurrencies'
import { readBuyers, readDetails, readPayments, readVouchers } from './readOrderRest'
import { readCustomizations, readDownloads, readTotals } from './readOrderGoods'
import type { Query } from './request'
import type { ShopTables } from './readTables'
import { ORDER_EXTRAS } from '@/core/catalogue/connection'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { OrderCurrencies } from '@/core/orders/orderCurrency'
import type { ShopCarrier } from '@/core/orders/orderDelivery'
import type { ShopCustomization } from '@/core/orders/orderCustomization'
import type { OrderState } from '@/core/orders/orderState'
import type {
  OrderTotal,
  ShopBuyer,
  ShopOrder,
  ShopPayment,
  ShopSlip,
  ShopVoucher,
} from '@/core/orders/shopOrder'
import type { UnreadableRow } from '@/core/catalogue/shopRows'
import type { VatRate } from '@/core/vat'

/** Tables common to all orders of a shop; undefined when the key may not read them. */
export interface OrderTables {
  states: OrderState[] | undefined
  carriers: ShopCarrier[] | undefined
  taxRates: ReadonlyMap<number, VatRate>
  currencies: OrderCurrencies
  /** Whether the key may read what a voucher applies to. */
  knowsVoucherRules: boolean
  /** Resources that would tell more about orders and that the key may not read. */
  missingRights: string[]
}

/** Some orders with everything the key may read about them; undefined for what it may not. */
export interface OrderSlice {
  orders: ShopOrder[]
  vouchers: ReadonlyMap<number, ShopVoucher[]> | undefined
  slips: ShopSlip[] | undefined
  /** By the order's reference. */
  payments: ReadonlyMap<string, ShopPayment[]> | undefined
  /** Totals of all orders of a reference, where its payments are not those of one order. */
  totals: ReadonlyMap<string, OrderTotal[]>
  customizations: ShopCustomization[] | undefined
  /** Ids of the orders of which nothing is carried. */
  downloads: ReadonlySet<number>
  /** By order id. */
  buyers: ReadonlyMap<number, ShopBuyer>
  unreadable: UnreadableRow[]
  /** Id after which the next slice begins; null after the last slice. */
  nextAfterId: number | null
}

/** Orders with credit slips made since a date, and the dates of the slips. */
export interface SlippedOrders {
  orderIds: number[]
  dates: string[]
  unreadable: UnreadableRow[]
}

/** Reads the orders of one shop. */
export interface OrderReader {
  tables: OrderTables
  /**
   * Orders that changed since a time in the shop's time zone (null for all), with an id above
   * `afterId`.
   */
  changed: (since: string | null, afterId: number) => Promise<Result<OrderSlice, ShopError>>
  /** PrestaShop: an order does not change when a credit slip is made for it. */
  slipped: (since: string | null) => Promise<Result<SlippedOrders, ShopError>>
  /** Orders by id, changed or not. */
  named: (orderIds: readonly number[]) => Promise<Result<OrderSlice, ShopError>>
}

/**
 * Opens a reader of orders, which reads a slice at a time with rows, vouchers, payments and credit
 * slips. Slices follow the ids, which only grow: an order placed meanwhile shifts no slice.
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
  const currencies = await readCurrencies(pages)
  if (!currencies.ok) return currencies
  return ok({
    tables: {
      states: states.value,
      carriers: carriers.value,
      taxRates: new Map(taxes.value?.map(tax => [tax.taxId, tax.vatRate])),
      currencies: currencies.value,
      knowsVoucherRules: pages.may('order_cart_rules') && pages.may('cart_rules'),
      missingRights: ORDER_EXTRAS.filter(resource => !pages.may(resource)),
    },
    changed: (since, afterId) => readChanged(pages, languageId, since, afterId),
    slipped: since => readSlipped(pages, since),
    named: async orderIds => {
      const orders = await pages.having('orders', orderRowOfShop, 'id', orderIds)
      return orders.ok ? readSlice(pages, languageId, orders.value ?? [], null) : orders
    },
  })
}

async function readChanged(
  pages: OrderPages,
  languageId: number,
  since: string | null,
  afterId: number,
): Promise<Result<OrderSlice, ShopError>> {
  const afterOrder: Query = afterId > 0 ? { 'filter[id]': `>[${afterId}]` } : {}
  const read = await pages.page('orders', orderRowOfShop, { ...changedSince(since), ...afterOrder })
  if (!read.ok) return read
  const { rows, length, lastId } = read.value
  if (length > 0 && lastId <= afterId) return pages.tooMany(`orders again after ${afterId}`)
  return readSlice(pages, languageId, rows, length < ORDERS_A_PAGE ? null : lastId)
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

/** Completes these orders with everything else the key may read. */
async function readSlice(
  pages: OrderPages,
  languageId: number,
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
  const totals = await readTotals(pages, headers, payments.value)
  if (!totals.ok) return totals
  const customizations = await readCustomizations(pages, headers, languageId)
  if (!customizations.ok) return customizations
  const downloads = await readDownloads(pages, details.value)
  if (!downloads.ok) return downloads
  const buyers = await readBuyers(pages, headers)
  if (!buyers.ok) return buyers
  return ok({
    orders: details.value,
    vouchers: vouchers.value,
    slips: slips.value,
    payments: payments.value,
    totals: totals.value,
    customizations: customizations.value,
    downloads: downloads.value,
    buyers: buyers.value,
    unreadable: pages.takeUnreadable(),
    nextAfterId,
  })
}

const changedSince = (since: string | null): Query =>
  since === null ? {} : { 'filter[date_upd]': `>[${since}]`, date: 1 }
