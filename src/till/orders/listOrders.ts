import { DEMO_ORDERS_FROM } from '@/till/catalogue/prepareDemo'
import type { TillContext } from '@/till/context'
import { readAbout } from '@/till/payment/aboutSales'
import { displayName, type Customer } from '@/core/customers/customer'
import {
  shopNameOf,
  usualFromDay,
  type OrderImportState,
  type OrderNote,
  type OrderRun,
} from '@/core/orders/orderImport'
import type { ListedOrder } from '@/core/orders/orderPreparation'
import { referenceKey } from '@/core/journal/entryReference'
import {
  givenBackOf,
  referenceOfSource,
  refundableLines,
  refundSources,
} from '@/core/payment/refund'
import { readCustomers } from '@/storage/customers/customers'
import {
  keepHandedOver,
  keepOrderState,
  listOrderNotes,
  readOrderRun,
  readOrderSales,
  readOrderState,
} from '@/storage/orders/orders'
import type { ShopConnection } from '@/storage/settings/settings'

/**
 * Recorded orders, the order placed last first, at most `limit`; read from the journal, whether or
 * not the shop can be reached.
 */
export async function listOrders(context: TillContext, limit: number): Promise<ListedOrder[]> {
  const { tillDb } = context
  const sales = await readOrderSales(tillDb, limit)
  const { refunds } = await readAbout(context, sales)
  const notes = await tillDb.orderNotes.bulkGet(sales.map(sale => sale.eventId))
  const customers = await readCustomers(
    tillDb,
    sales.map(({ event }) => event.customerId),
  )
  return sales.map((sale, index) => {
    const own = refunds.filter(refund =>
      refundSources(refund).some(
        source => referenceKey(referenceOfSource(source)) === referenceKey(sale),
      ),
    )
    return {
      sale,
      refunds: own,
      givenBack: givenBackOf(sale, refundableLines(sale, own)),
      note: notes[index] ?? null,
      customerName: namedBy(customers[index]),
    }
  })
}

const namedBy = (customer: Customer | undefined) => (customer ? displayName(customer) : '')

/** The notes of every order that was ever recorded on this device. */
export const readOrderNotes = (context: TillContext): Promise<OrderNote[]> =>
  listOrderNotes(context.tillDb)

/** Records on the device that an order was handed to its customer or its carrier, or was not. */
export function handOver(
  context: TillContext,
  eventId: string,
  isHandedOver: boolean,
): Promise<void> {
  return keepHandedOver(context.tillDb, eventId, isHandedOver ? context.now().at : null)
}

/**
 * How far the shop's orders were read. Before the first import, `fromDay` proposes the first day of
 * this month.
 */
export async function readImportState(
  context: TillContext,
  { address }: ShopConnection,
): Promise<{ state: OrderImportState | null; run: OrderRun | null; fromDay: string }> {
  const shop = shopNameOf(address)
  const state = (await readOrderState(context.tillDb, shop)) ?? null
  const run = (await readOrderRun(context.tillDb, shop)) ?? null
  const usual = context.space === 'demo' ? DEMO_ORDERS_FROM : usualFromDay(context.now().day)
  return { state, run, fromDay: state?.fromDay ?? usual }
}

/**
 * To be called when the owner changed what order states mean: orders that were only waiting may now
 * be paid, so the next import reads all orders again.
 */
export async function readOrdersAgain(
  context: TillContext,
  { address }: ShopConnection,
): Promise<void> {
  const shop = shopNameOf(address)
  const state = await readOrderState(context.tillDb, shop)
  if (state) await keepOrderState(context.tillDb, shop, { ...state, readUntil: '', cursor: null })
}
