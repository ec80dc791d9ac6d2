import { customizationFieldRow, customizationRow, virtualRow } from './decode/customizations'
import { orderTotalRow } from './decode/orders'
import type { OrderPages } from './orderPages'
import { ok, type Result, type ShopError } from '@/core/errors'
import { centsFromMicros } from '@/core/money'
import type { ShopCustomization } from '@/core/orders/orderCustomization'
import type { OrderTotal, ShopOrder, ShopPayment } from '@/core/orders/shopOrder'

/**
 * What customers asked to have made of the articles of these orders; undefined when the key may not
 * read it. Nothing is asked of a shop whose orders name no customization.
 */
export async function readCustomizations(
  pages: OrderPages,
  orders: readonly ShopOrder[],
  languageId: number,
): Promise<Result<ShopCustomization[] | undefined, ShopError>> {
  const rows = orders.flatMap(order => order.rows)
  const named = rows.flatMap(({ customizationId = 0 }) => customizationId || [])
  // PrestaShop 1.6 names no customization in a row: the cart has them.
  const carts = orders.flatMap(({ cartId = 0, rows: own }) =>
    own.some(row => row.customizationId === undefined) && cartId > 0 ? cartId : [],
  )
  const byId = await pages.having('customizations', customizationRow, 'id', named)
  if (!byId.ok) return byId
  const byCart = await pages.having('customizations', customizationRow, 'id_cart', carts)
  if (!byCart.ok) return byCart
  if (!byId.value || !byCart.value) return ok(undefined)
  const found = [...byId.value, ...byCart.value]
  const fields = await pages.having(
    'product_customization_fields',
    customizationFieldRow,
    'id',
    found.flatMap(one => one.written.map(({ fieldId }) => fieldId)),
    { language: languageId },
  )
  if (!fields.ok) return fields
  const labels = new Map(fields.value?.map(({ id, name }) => [id, name]))
  return ok(
    found.map(({ written, ...rest }) => ({
      ...rest,
      texts: written.flatMap(({ fieldId, text }) => {
        if (text === '') return []
        const label = labels.get(fieldId)
        return label ? `${label} – ${text}` : text
      }),
    })),
  )
}

/**
 * Ids of the orders of which nothing is carried: downloads, gift codes. An order with shipping is
 * never one. Empty when the key reads neither products nor order_details.
 */
export async function readDownloads(
  pages: OrderPages,
  orders: readonly ShopOrder[],
): Promise<Result<ReadonlySet<number>, ShopError>> {
  const free = orders.filter(({ shipping, rows }) => shipping.grossMicros === 0 && rows.length > 0)
  const productIds = free.flatMap(({ rows }) =>
    rows.flatMap(({ isDownload, productId }) => (isDownload ? [] : productId)),
  )
  const display = '[id,is_virtual]'
  const products = await pages.having('products', virtualRow, 'id', productIds, { display })
  if (!products.ok) return products
  const virtual = new Set(products.value?.filter(one => one.is_virtual).map(({ id }) => id))
  const isCarried = (order: ShopOrder) =>
    order.rows.some(({ isDownload, productId }) => !isDownload && !virtual.has(productId))
  return ok(new Set(free.filter(order => !isCarried(order)).map(({ orderId }) => orderId)))
}

/**
 * Totals of all orders with a reference, where one order alone does not explain its payments.
 * PrestaShop splits a cart by carrier into orders of one reference, and payments name only that.
 */
export async function readTotals(
  pages: OrderPages,
  orders: readonly ShopOrder[],
  payments: ReadonlyMap<string, ShopPayment[]> | undefined,
): Promise<Result<ReadonlyMap<string, OrderTotal[]>, ShopError>> {
  const unexplained = orders.filter(({ reference, paid }) => {
    const own = payments?.get(reference) ?? []
    const paidCents = own.reduce((sum, one) => sum + centsFromMicros(one.amountMicros), 0)
    return own.length > 0 && paidCents !== centsFromMicros(paid.grossMicros)
  })
  const references = unexplained.map(({ reference }) => reference)
  const display = '[id,reference,total_paid_tax_incl]'
  const rows = await pages.having('orders', orderTotalRow, 'reference', references, { display })
  if (!rows.ok) return rows
  const totals = new Map<string, OrderTotal[]>()
  for (const { reference, ...total } of rows.value ?? []) {
    totals.set(reference, [...(totals.get(reference) ?? []), total])
  }
  return ok(totals)
}
