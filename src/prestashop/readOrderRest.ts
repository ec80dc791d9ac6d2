import { ADDRESS_FIELDS, addressRow, CUSTOMER_FIELDS, customerRow } from './decode/orderPeople'
import { orderDetailRow, paymentRow, voucherRow } from './decode/orders'
import { CART_RULE_FIELDS, cartRuleRow } from './decode/orderTables'
import type { OrderPages } from './orderPages'
import { ok, type Result, type ShopError } from '@/core/errors'
import type {
  ShopBuyer,
  ShopOrder,
  ShopPayment,
  ShopVoucher,
  VoucherRule,
} from '@/core/orders/shopOrder'

/**
 * Completes the rows of orders from order_details: totals as billed, taxes and eco-participation.
 */
export async function readDetails(
  pages: OrderPages,
  orders: readonly ShopOrder[],
): Promise<Result<ShopOrder[], ShopError>> {
  const orderIds = orders.map(({ orderId }) => orderId)
  const details = await pages.having('order_details', orderDetailRow, 'id_order', orderIds)
  if (!details.ok) return details
  const byRow = new Map(details.value?.map(detail => [detail.rowId, detail]))
  return ok(
    orders.map(order => ({
      ...order,
      rows: order.rows.map(row => {
        const {
          total = null,
          taxIds = [],
          ecotaxMicros = 0,
          isDownload = false,
        } = byRow.get(row.rowId) ?? {}
        return { ...row, total, taxIds, ecotaxMicros, isDownload }
      }),
    })),
  )
}

/**
 * Vouchers used on orders, by order id, without the ones removed again; undefined when the key may
 * not read them.
 */
export async function readVouchers(
  pages: OrderPages,
  orderIds: readonly number[],
): Promise<Result<ReadonlyMap<number, ShopVoucher[]> | undefined, ShopError>> {
  const rows = await pages.having('order_cart_rules', voucherRow, 'id_order', orderIds)
  if (!rows.ok) return rows
  const used = rows.value?.filter(({ isDeleted }) => !isDeleted)
  const rules = await readRules(pages, used?.map(({ ruleId }) => ruleId) ?? [])
  if (!rules.ok) return rules
  return ok(
    used &&
      grouped(used, ({ orderId, ruleId, voucher }) => {
        const rule = rules.value.get(ruleId)
        return [orderId, rule ? { ...voucher, rule } : voucher]
      }),
  )
}

/** What vouchers apply to, by the id of their rule; empty when the key may not read rules. */
async function readRules(
  pages: OrderPages,
  ruleIds: readonly number[],
): Promise<Result<ReadonlyMap<number, VoucherRule>, ShopError>> {
  const display = `[${CART_RULE_FIELDS.join(',')}]`
  const wanted = ruleIds.filter(ruleId => ruleId > 0)
  const rows = await pages.having('cart_rules', cartRuleRow, 'id', wanted, { display })
  if (!rows.ok) return rows
  return ok(new Map(rows.value?.map(({ ruleId, rule }) => [ruleId, rule])))
}

/** Payments by the order's reference; undefined when the key may not read them. */
export async function readPayments(
  pages: OrderPages,
  orders: readonly ShopOrder[],
): Promise<Result<ReadonlyMap<string, ShopPayment[]> | undefined, ShopError>> {
  const references = orders.map(({ reference }) => reference)
  const rows = await pages.having('order_payments', paymentRow, 'order_reference', references)
  if (!rows.ok) return rows
  return ok(rows.value && grouped(rows.value, row => [row.reference, row.payment]))
}

/**
 * Who ordered, by order id: the name, and for a company what an invoice needs. An order without a
 * readable name or company is left out.
 */
export async function readBuyers(
  pages: OrderPages,
  orders: readonly ShopOrder[],
): Promise<Result<ReadonlyMap<number, ShopBuyer>, ShopError>> {
  const customers = await pages.having(
    'customers',
    customerRow,
    'id',
    orders.map(({ customerId }) => customerId),
    { display: `[${CUSTOMER_FIELDS.join(',')}]` },
  )
  if (!customers.ok) return customers
  const addresses = await pages.having(
    'addresses',
    addressRow,
    'id',
    orders.map(({ invoiceAddressId }) => invoiceAddressId),
    { display: `[${ADDRESS_FIELDS.join(',')}]` },
  )
  if (!addresses.ok) return addresses
  const names = new Map(customers.value?.map(one => [one.customerId, one.name]))
  const addressesById = new Map(addresses.value?.map(one => [one.addressId, one]))
  const buyers = orders.flatMap(({ orderId, customerId, invoiceAddressId }) => {
    const billing = addressesById.get(invoiceAddressId)
    const company = billing?.company ?? ''
    const name = names.get(customerId) ?? ''
    if (name === '' && company === '') return []
    const isCompany = billing !== undefined && (company !== '' || billing.vatNumber !== '')
    const vatNumber = isCompany ? billing.vatNumber : ''
    const address = isCompany ? billing.address : ''
    const buyer: ShopBuyer = { customerId, name, company, vatNumber, address }
    return [[orderId, buyer] as const]
  })
  return ok(new Map(buyers))
}

function grouped<Row, Key, Value>(
  rows: readonly Row[],
  of: (row: Row) => [Key, Value],
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>()
  for (const row of rows) {
    const [key, value] = of(row)
    groups.set(key, [...(groups.get(key) ?? []), value])
  }
  return groups
}
