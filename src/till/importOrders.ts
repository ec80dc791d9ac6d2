import { readOrderKnowledge, readShopOrders, FIRST_LANGUAGE } from './readShopOrders'
import { OrderBooks } from './orderBooks'
import { isLesson } from './stamp'
import type { Till } from './till'
import { fail, ok, type Result } from '@/core/errors'
import type { SellerV1, UserV1 } from '@/core/events/saleV1'
import {
  readingSince,
  readUntilAfter,
  shopNameOf,
  type OrderImport,
  type OrderImportState,
} from '@/core/orders/orderImport'
import type { OrderContext } from '@/core/orders/orderSale'
import { rulesFromKept } from '@/core/counterRules'
import type { UnreadableRow } from '@/core/shopRows'
import type { ReadOrders } from '@/prestashop/readOrders'
import type { Surroundings } from '@/prestashop/route'
import { writeFailure } from '@/storage/fault'
import { readRecord } from '@/storage/heldShop'
import { keepOrderState, readOrderState } from '@/storage/orders'
import { readSetting, type ShopConnection } from '@/storage/settings'

export interface ImportOptions {
  connection: ShopConnection
  user: UserV1
  seller: SellerV1
  /** Names that only the till gives, in the language of its papers. */
  names: OrderContext['names']
  /** The first time: orders placed before this day are left to the books they are in. */
  fromDay: string
  /** Else it only tells what it would record. */
  isApplied: boolean
  onProgress: (done: number, count: number) => void
}

/**
 * Records the shop's orders that changed since the last time: each paid one as a sale of the
 * web, each credit slip and cancellation as a refund, each sealed by itself. Whatever stops it,
 * what was sealed stays, and the next import goes on: how far it came is kept at its end only.
 */
export async function importOrders(
  till: Till,
  surroundings: Surroundings,
  options: ImportOptions,
): Promise<Result<OrderImport>> {
  if (isLesson(till)) return fail({ code: 'orders-in-training' })
  const shop = shopNameOf(options.connection.address)
  const state = (await readOrderState(till.tillDb, shop)) ?? firstState(options.fromDay)
  const read = await readShopOrders(surroundings, options.connection, {
    changedSince: readingSince(state),
    alsoIds: state.refusedIds,
    languageId: await languageOf(till, options.connection),
  })
  if (!read.ok) return read
  try {
    const books = await openBooks(till, options, shop, state, read.value)
    const { orders } = read.value
    for (const [done, order] of orders.entries()) {
      await books.take(order)
      options.onProgress(done + 1, orders.length)
    }
    if (options.isApplied) {
      await keepOrderState(till.tillDb, shop, stateAfter(state, read.value, books.refusedIds))
    }
    return ok(books.told)
  } catch (error) {
    return fail({ ...writeFailure(error), code: 'orders-not-written' })
  }
}

async function openBooks(
  till: Till,
  { user, seller, names, isApplied }: ImportOptions,
  shop: string,
  { fromDay }: OrderImportState,
  read: ReadOrders,
): Promise<OrderBooks> {
  const kept = rulesFromKept(await readSetting(till.tillDb, 'counterRules'))
  return new OrderBooks(till, {
    shop,
    fromDay,
    isApplied,
    read,
    knowledge: await readOrderKnowledge(till, read.taxRates),
    rules: { states: read.states, owner: kept.orderStates },
    context: { shop, seller, software: till.software, user, names },
  })
}

const firstState = (fromDay: string): OrderImportState => ({
  fromDay,
  readUntil: '',
  refusedIds: [],
  states: [],
})

/** By the shop's own dates alone: its clock need not agree with the till's. */
const stateAfter = (
  state: OrderImportState,
  { orders, slips = [], states, unreadable }: ReadOrders,
  refusedIds: number[],
): OrderImportState => ({
  fromDay: state.fromDay,
  readUntil: canGoOn(unreadable)
    ? readUntilAfter(state.readUntil, [
        ...orders.map(order => order.changedAt),
        ...slips.map(slip => slip.madeAt),
      ])
    : state.readUntil,
  refusedIds: [...refusedIds, ...unreadableOrders(unreadable)],
  states: states ?? state.states,
})

const unreadableOrders = (unreadable: readonly UnreadableRow[]): number[] =>
  unreadable.flatMap(({ resource, id }) => (resource === 'orders' && id !== null ? id : []))

/** A slip, or an order whose id cannot be told, could not be asked for again by its own id. */
const canGoOn = (unreadable: readonly UnreadableRow[]): boolean =>
  unreadable.every(({ resource, id }) =>
    resource === 'orders' ? id !== null : resource !== 'order_slip' && resource !== 'order_slips',
  )

async function languageOf(till: Till, { languageId }: ShopConnection): Promise<number> {
  const state = await readRecord(till.catalogueDb, 'state')
  return languageId ?? state?.languageId ?? FIRST_LANGUAGE
}
