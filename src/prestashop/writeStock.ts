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
  // Since 1.7: what the shop's version does not send is not sent back either.
  location: v.optional(v.nullable(v.string())),
})
const orderLine = v.object({
  id,
  product_id: whole,
  product_attribute_id: whole,
  product_quantity: whole,
})

/** A stock row with all fields that a PUT must send back. */
export type ShopStockRow = v.InferOutput<typeof stockRow>
export type OrderLine = v.InferOutput<typeof orderLine>

/** How the key may write stock: PATCH needs PrestaShop 8, PUT of the whole row works before. */
export type StockMethods = readonly ('PATCH' | 'PUT')[]

/** Most order lines that one request reads. */
export const LINES_A_PAGE = 500

/** Methods by which a key may write stock, from its rights; empty when it may not. */
export function stockMethodsOf(
  methodsByResource: Readonly<Record<string, readonly string[]>>,
): StockMethods {
  const granted = methodsByResource.stock_availables ?? []
  if (!granted.includes('get')) return []
  return (['PATCH', 'PUT'] as const).filter(method => granted.includes(method.toLowerCase()))
}

/** All stock rows of a product. With combinations, its own row is only their sum. */
export async function readStockRows(
  client: ShopClient,
  productId: number,
): Promise<Result<ShopStockRow[], ShopError>> {
  return rows(client, 'stock_availables', stockRow, { 'filter[id_product]': `[${productId}]` })
}

/** Id of the shop's last order line (order_details); 0 when there is none. */
export async function readLastOrderLine(client: ShopClient): Promise<Result<number, ShopError>> {
  const last = await rows(client, 'order_details', v.object({ id }), {
    display: '[id]',
    sort: '[id_DESC]',
    limit: 1,
  })
  return last.ok ? ok(last.value[0]?.id ?? 0) : last
}

/**
 * Order lines with an id above a given one, at most `LINES_A_PAGE`. PrestaShop lowers the stock
 * before it creates the order line (OrderDetail::create): whatever was sold after a moment has its
 * line after the last line of that moment.
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
 * Writes an absolute quantity: PrestaShop has no decrement, no condition and no version. PUT sends
 * the whole row back as it was read; it is also tried when the host refuses PATCH.
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

/** A host that forbids a method answers before PrestaShop is reached: nothing was written. */
function isRefusedByHost(error: ShopError): boolean {
  if (error.code === 'shop-firewall') return true
  return error.code === 'shop-failing' && [405, 501].includes(error.status)
}

const done = (written: Result<unknown, ShopError>): Result<void, ShopError> =>
  written.ok ? ok(undefined) : written

/** PrestaShop: a JSON body is not understood, so the body is XML. */
function bodyOf(fields: Readonly<Record<string, string | number | null | undefined>>): string {
  const inside = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
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
  // Nothing may be written on the basis of rows that were only partly readable.
  const { detail } = unreadable
  return fail({ code: 'shop-answer-unreadable', host: client.host, resource, detail })
}
