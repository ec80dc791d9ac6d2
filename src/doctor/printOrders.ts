import { ok, type Result } from '@/core/errors'
import { shopNameOf } from '@/core/orders/orderImport'
import { proveOrder } from '@/core/orders/orderProof'
import { NO_SELLER } from '@/core/seller'
import { saleOfOrder } from '@/core/orders/orderSale'
import { meaningOfState } from '@/core/orders/orderState'
import { tenderOfOrder } from '@/core/orders/orderTender'
import { NOBODY } from '@/core/user'
import type { Surroundings } from '@/prestashop/route'
import { FIRST_LANGUAGE, knowledgeOf, readShopOrders } from '@/till/readShopOrders'
import type { ShopConnection } from '@/till/settings'

const NAMES = { shipping: 'Frais de livraison', wrapping: 'Emballage cadeau', voucher: 'Bon' }
const NO_SOFTWARE = { name: '', version: '' }

/**
 * Reads the orders of a shop with the very functions of an import and prints each, one JSON
 * line, as a till would record it, with what its state means and whether the till's own
 * arithmetic comes to the same; then how many there are of each.
 */
export async function printOrders(
  surroundings: Surroundings,
  connection: ShopConnection,
  print: (line: string) => void,
): Promise<Result<void>> {
  const asked = { changedSince: null, alsoIds: [], languageId: FIRST_LANGUAGE }
  const read = await readShopOrders(surroundings, connection, asked)
  if (!read.ok) return read
  const { orders, vouchers, slips = [], states, taxRates, unreadable, missingRights } = read.value
  const knowledge = knowledgeOf(taxRates)
  const shop = shopNameOf(connection.address)
  const line = (kind: string, row: object) => print(JSON.stringify({ kind, ...row }))
  let toTheCent = 0
  let refused = 0
  for (const order of orders) {
    const sale = saleOfOrder(order, vouchers && (vouchers.get(order.orderId) ?? []), knowledge, {
      shop,
      seller: NO_SELLER,
      software: NO_SOFTWARE,
      user: NOBODY,
      tender: tenderOfOrder(order),
      names: NAMES,
    })
    const meaning = meaningOfState(order.stateId, states)
    if (!sale.ok) {
      refused += 1
      line('refused', { orderId: order.orderId, meaning, error: sale.error })
      continue
    }
    const proof = proveOrder(order, sale.value, knowledge)
    if (proof.cause === null) toTheCent += 1
    const { lines, discounts, vat, totalCents, tenders, order: web } = sale.value
    line('order', { ...web, meaning, lines, discounts, vat, totalCents, tenders, proof })
  }
  for (const slip of slips) line('credit-slip', slip)
  for (const row of unreadable) line('unreadable', row)
  line('summary', {
    orders: orders.length,
    toTheCent,
    refused,
    slips: slips.length,
    unreadable: unreadable.length,
    missingRights,
  })
  return ok(undefined)
}
