import { sameOrigin } from './surroundings'
import type { DemoVoucher } from '@/demo/orders/cartRules'
import { placeOrder, type PlacedOrder } from '@/demo/orders/placeOrder'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import type { Value } from '@/demo/webservice/shopData'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { printOrders } from '@/doctor/printOrders'

export const KETTLE = line(45, 'Bouilloire', 2999, 20)
export const BOOK = line(4, 'Livre', 1800, 5.5)
export const JAM = line(24, 'Confiture', 1000, 10)

export function line(productId: number, name: string, priceCents: number, vatPercent: number) {
  return { productId, name, quantity: 1, priceCents, vatPercent }
}

/** A paid order of a kettle and a book, shipped for 8,40 €. */
export const anOrder = (over: Partial<PlacedOrder> = {}): PlacedOrder => ({
  orderId: 90,
  reference: 'ORDER90',
  stateId: 2,
  placedAt: '2026-11-24 10:00:00',
  lines: [KETTLE, BOOK],
  shippingCents: 840,
  shippingVatPercent: 20,
  ...over,
})

/** A demo shop with these orders alone. */
export function shopWith(orders: readonly PlacedOrder[], version = '8.2.1'): ShopServer {
  const shop = createDemoShop()
  shop.data.version = version
  // The rows of the demo's own orders give the others their fields.
  for (const order of orders) placeOrder(shop.data, order)
  const ids = orders.map(({ orderId }) => String(orderId))
  const references = orders.map(({ reference }) => reference)
  for (const name of EMPTIED) {
    shop.data.tables[name] = (shop.data.tables[name] ?? []).filter(
      ({ id, fields }) =>
        ids.includes(textOf(fields.id_order ?? id)) ||
        references.includes(textOf(fields.order_reference)),
    )
  }
  return shop
}
const EMPTIED = ['orders', 'order_details', 'order_cart_rules', 'order_payments']

const textOf = (value: Value | undefined) => (typeof value === 'object' ? '' : String(value))

/** What the doctor prints of an order: what a till would record. */
export interface PrintedOrder {
  kind: string
  orderId: number
  totalCents: number
  vat: { vatRate: number; netCents: number; vatCents: number }[]
  lines: { name: string; kind: string; grossCents: number }[]
  discounts: { lines: number[]; amountCents: number }[]
  options: { vat: { vatRate: number; netCents: number; vatCents: number }[] }[]
  error: { code: string; currency?: string }
  proof: { cause: string | null }
}

export async function printedOrders(
  shop: ShopServer,
  key: string = DEMO_KEYS.full,
): Promise<PrintedOrder[]> {
  const lines: string[] = []
  const connection = { address: 'http://shop.example', key }
  const done = await printOrders(sameOrigin(shop), connection, text => lines.push(text))
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return lines
    .map(text => JSON.parse(text) as PrintedOrder)
    .filter(({ kind }) => kind !== 'summary' && kind !== 'credit-slip')
}

/** Net and VAT of each rate of an order with these vouchers; or of each way to place them. */
export async function vatWith(
  vouchers: DemoVoucher[],
  over: Partial<PlacedOrder> = {},
  key: string = DEMO_KEYS.full,
  version?: string,
) {
  const [printed] = await printedOrders(shopWith([anOrder({ ...over, vouchers })], version), key)
  if (!printed) throw new Error('the order was printed')
  const shares = (vat: PrintedOrder['vat']) =>
    Object.fromEntries(vat.map(one => [one.vatRate, [one.netCents, one.vatCents]]))
  if (printed.kind === 'undecided') return printed.options.map(({ vat }) => shares(vat))
  if (printed.kind !== 'order') throw new Error(JSON.stringify(printed))
  return shares(printed.vat)
}
