import * as v from 'valibot'
import type { ShopClient } from './client'
import { id } from './decode/fields'
import { decodeList } from './decode/list'
import type { Query } from './request'
import { fail, ok, type Result, type ShopError } from '@/core/errors'

const whole = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(Number),
  v.number(),
  v.safeInteger(),
)
const stockRow = v.object({
  id,
  id_product: id,
  id_product_attribute: whole,
  id_shop: whole,
  id_shop_group: whole,
  quantity: whole,
  depends_on_stock: whole,
  out_of_stock: whole,
  location: v.optional(v.nullable(v.string()), ''),
})
const orderLine = v.object({
  id,
  product_id: whole,
  product_attribute_id: whole,
  product_quantity: whole,
})

/** A row of stock with all that a PUT must give back. */
export type ShopStockRow = v.InferOutput<typeof stockRow>
export type OrderLine = v.InferOutput<typeof orderLine>

/** How the key may write stock: PATCH from PrestaShop 8 on, the whole row (PUT) before. */
export type StockMethods = readonly ('PATCH' | 'PUT')[]

export const LINES_A_PAGE = 500

/** What a key may do with stock, from its rights; empty when it may not write any. */
export function stockMethodsOf(
  methodsByResource: Readonly<Record<string, readonly string[]>>,
): StockMethods {
  const granted = methodsByResource.stock_availables ?? []
  if (!granted.includes('get')) return []
  return (['PATCH', 'PUT'] as const).filter(method => granted.includes(method.toLowerCase()))
}

/** Every row of stock of one product: its own, which is only a sum where it has combinations. */
export async function readStockRows(
  client: ShopClient,
  productId: number,
): Promise<Result<ShopStockRow[], ShopError>> {
  return rows(client, 'stock_availables', stockRow, { 'filter[id_product]': `[${productId}]` })
}

/** Id of the last line of the shop's orders; 0 where it has none. */
export async function readLastOrderLine(client: ShopClient): Promise<Result<number, ShopError>> {
  const last = await rows(client, 'order_details', v.object({ id }), {
    display: '[id]',
    sort: '[id_DESC]',
    limit: 1,
  })
  return last.ok ? ok(last.value[0]?.id ?? 0) : last
}

/**
 * Lines of orders that came after one. PrestaShop lowers its stock before it writes the line
 * of an order (OrderDetail::create), so that whatever was sold after a moment has its line
 * after the last one of that moment.
 */
export function readOrderLinesAfter(
  client: ShopClient,
  orderLineId: number,
): Promise<Result<OrderLine[], ShopError>> {
  return rows(client, 'order_details', orderLine, {
    display: '[id,product_id,product_attribute_id,product_quantity]',
    'filter[id]': `>[${orderLineId}]`,
    sort: '[id_ASC]',
    limit: LINES_A_PAGE,
  })
}

/**
 * Writes a quantity, which is absolute: PrestaShop knows no decrement, no condition, and no
 * version (stock-patch-json). PUT gives the whole row back, as it was read (stock-put-full);
 * it is also tried where a host lets no PATCH through.
 */
export async function writeStock(
  client: ShopClient,
  row: ShopStockRow,
  quantity: number,
  methods: StockMethods,
): Promise<Result<void, ShopError>> {
  const path = `stock_availables/${row.id}`
  const put = { method: 'PUT', body: bodyOf({ ...row, quantity }) } as const
  if (!methods.includes('PATCH')) return done(await client.write(path, put))
  const patched = await client.write(path, {
    method: 'PATCH',
    body: bodyOf({ id: row.id, quantity }),
  })
  return !patched.ok && isRefusedByHost(patched.error) && methods.includes('PUT')
    ? done(await client.write(path, put))
    : done(patched)
}

/** A host that bars a method answers so before PrestaShop is asked: nothing was written. */
function isRefusedByHost(error: ShopError): boolean {
  return error.code === 'shop-failing' && [403, 405, 501].includes(error.status)
}

const done = (written: Result<unknown, ShopError>): Result<void, ShopError> =>
  written.ok ? ok(undefined) : written

/** PrestaShop: a JSON body is never understood (stock-patch-json-body). */
function bodyOf(fields: Readonly<Record<string, string | number | null>>): string {
  const inside = Object.entries(fields)
    .map(([name, value]) => `<${name}>${escaped(String(value ?? ''))}</${name}>`)
    .join('')
  return `<prestashop><stock_available>${inside}</stock_available></prestashop>`
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

async function rows<Row>(
  client: ShopClient,
  resource: string,
  row: v.GenericSchema<unknown, Row>,
  query: Query,
): Promise<Result<Row[], ShopError>> {
  const read = await client.getJson(resource, { display: 'full', ...query })
  if (!read.ok) return read
  const list = decodeList(read.value, resource, row, client.host)
  if (!list.ok) return list
  const [unreadable] = list.value.unreadable
  if (!unreadable) return ok(list.value.rows)
  // Nothing is written on the strength of rows that were only read in part.
  const { detail } = unreadable
  return fail({ code: 'shop-answer-unreadable', host: client.host, resource, detail })
}
