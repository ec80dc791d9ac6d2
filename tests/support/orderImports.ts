import { vi } from 'vitest'
import { aTill, SELLER } from './factory'
import { RECORDED_KEYS } from './recordedShop'
import { sameOrigin } from './surroundings'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import type { ImportHow } from '@/core/orders/orderImport'
import { NOBODY } from '@/core/people/user'
import { findRow } from '@/demo/webservice/shopData'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { readEntriesAfter } from '@/storage/journal/journal'
import { importOrders, importOrdersByItself } from '@/till/orders/importOrders'
import { openTill } from '@/till/openTill'
import type { TillContext } from '@/till/context'

const NAMES = { shipping: 'Frais de livraison', wrapping: 'Emballage', voucher: 'Bon' }
const FULL = RECORDED_KEYS.full

export async function openedTill(over: Partial<TillContext> = {}): Promise<TillContext> {
  const context = aTill(over)
  await openTill(context)
  return context
}

/** Imports as a person does: a look first, then what it showed. */
export async function importOf(
  context: TillContext,
  shop: ShopServer,
  key: string = FULL,
  isApplied = true,
) {
  const looked = await importAs(context, shop, key, { kind: 'look' })
  if (!looked.ok || !isApplied) return looked
  return importAs(context, shop, key, { kind: 'record', agreed: looked.value.entries })
}

export function importAs(context: TillContext, shop: ShopServer, key: string, how: ImportHow) {
  return importOrders(context, sameOrigin(shop), {
    connection: { address: 'http://shop.example', key },
    user: NOBODY,
    seller: SELLER,
    names: NAMES,
    fromDay: '2026-09-01',
    how,
    onProgress: () => undefined,
  })
}

export async function told(...given: Parameters<typeof importOf>) {
  const imported = await importOf(...given)
  if (!imported.ok) throw new Error(JSON.stringify(imported.error))
  return imported.value
}

export const entriesOf = (context: TillContext) =>
  readEntriesAfter(context.tillDb, context.tillCode, 0, Infinity)
export const salesOf = async (context: TillContext): Promise<SaleEntry[]> =>
  (await entriesOf(context)).filter(isSale)
export const booksOf = async (context: TillContext) =>
  (await salesOf(context)).map(({ eventId, event }) => [eventId, event.totalCents])

/** Changes an order as in the back office: its date of change moves. */
export function change(
  shop: ShopServer,
  orderId: number,
  fields: Record<string, string>,
  at: string,
) {
  const order = findRow(shop.data, 'orders', orderId)
  if (!order) throw new Error(`no order ${orderId}`)
  Object.assign(order.fields, fields, { date_upd: at })
}

/** Kills the till at its next write to a table, after so many writes. */
export function killAfter(context: TillContext, place: 'journal' | 'heads', writes: number): void {
  let left = writes
  const { journal, heads } = context.tillDb
  const [add, put] = [journal.add.bind(journal), heads.put.bind(heads)]
  const count = () => {
    left -= 1
    if (left < 0) throw new Error('killed')
  }
  if (place === 'journal') {
    vi.spyOn(journal, 'add').mockImplementation(entry => {
      count()
      return add(entry)
    })
  } else {
    vi.spyOn(heads, 'put').mockImplementation(head => {
      count()
      return put(head)
    })
  }
}

export const automatic = (context: TillContext, shop: ShopServer, key: string = FULL) =>
  importOrdersByItself(context, sameOrigin(shop), {
    connection: { address: 'http://shop.example', key },
    seller: SELLER,
    onProgress: () => undefined,
  })

/** Result of the automatic import that follows a sync; the owner must have agreed to it. */
export async function toldByItself(...given: Parameters<typeof automatic>) {
  const imported = await automatic(...given)
  if (!imported?.ok) throw new Error(JSON.stringify(imported?.error ?? null))
  return imported.value
}
