import { USUAL_RULES } from '@/core/settings/counterRules'
import { ok, type Result } from '@/core/errors'
import { shopNameOf } from '@/core/orders/orderImport'
import { NO_SELLER } from '@/core/settings/seller'
import { askedLines } from '@/core/orders/orderCustomization'
import { chosenSale, decisionOf } from '@/core/orders/orderDecision'
import { meaningOfState } from '@/core/orders/orderState'
import type { PaymentModule } from '@/core/orders/orderTender'
import type { ShopOrder } from '@/core/orders/shopOrder'
import { NOBODY } from '@/core/people/user'
import type { OrderSlice } from '@/prestashop/readOrders'
import type { Surroundings } from '@/prestashop/route'
import { createSaleMaker, type SaleMaker } from '@/till/orders/createSaleMaker'
import { FIRST_LANGUAGE, knowledgeOf, openShopOrders } from '@/till/orders/readShopOrders'
import type { ShopConnection } from '@/till/settings/settings'

const NAMES = { shipping: 'Frais de livraison', wrapping: 'Emballage cadeau', voucher: 'Bon' }
const NO_SOFTWARE = { name: '', version: '' }

/**
 * Reads the orders of a shop with the very functions of an import and prints each as one JSON line:
 * the sale a till would record, the meaning of its state, and whether the till's own arithmetic
 * gives the same total. Then it prints the count of each outcome.
 */
export async function printOrders(
  surroundings: Surroundings,
  connection: ShopConnection,
  print: (line: string) => void,
): Promise<Result<void>> {
  const opened = await openShopOrders(surroundings, connection, FIRST_LANGUAGE)
  if (!opened.ok) return opened
  const { tables, changed } = opened.value
  const line = (kind: string, row: object) => print(JSON.stringify({ kind, ...row }))
  const count = { orders: 0, toTheCent: 0, refused: 0, undecided: 0, slips: 0, unreadable: 0 }
  const modules: PaymentModule[] = []
  const papers = createSaleMaker({
    shop: shopNameOf(connection.address),
    knowledge: knowledgeOf(tables),
    tenders: { ...USUAL_RULES, modules },
    carriers: tables.carriers ?? [],
    orderCarriers: {},
    names: NAMES,
    about: { seller: NO_SELLER, software: NO_SOFTWARE, user: NOBODY },
  })
  for (let afterId: number | null = 0; afterId !== null;) {
    const read: Result<OrderSlice> = await changed(null, afterId)
    if (!read.ok) return read
    const slice: OrderSlice = read.value
    modules.push(...slice.orders.map(({ module, payment }) => ({ module, payment })))
    for (const order of slice.orders) {
      const [kind, row] = printedOrder(order, slice, papers)
      count.orders += 1
      if (kind === 'refused') count.refused += 1
      else if (kind === 'undecided') count.undecided += 1
      else if (row.proof.cause === null) count.toTheCent += 1
      line(kind, { meaning: meaningOfState(order.stateId, tables.states), ...row })
    }
    for (const slip of slice.slips ?? []) line('credit-slip', slip)
    for (const row of slice.unreadable) line('unreadable', row)
    count.slips += slice.slips?.length ?? 0
    count.unreadable += slice.unreadable.length
    afterId = slice.nextAfterId
  }
  line('summary', { ...count, missingRights: tables.missingRights })
  return ok(undefined)
}

function printedOrder(order: ShopOrder, slice: OrderSlice, papers: SaleMaker) {
  const sales = papers.salesOf(order, slice)
  const { orderId } = order
  if (!sales.ok) return ['refused', { orderId, error: sales.error }] as const
  const sale = chosenSale(sales.value, undefined)
  if (!sale) {
    const { reference, options } = decisionOf(order, '', sales.value)
    return ['undecided', { orderId, reference, options }] as const
  }
  const { lines, discounts, vat, totalCents, tenders, delivery, order: web } = sale
  const proof = papers.proofOf(order, sale)
  const asked = askedLines(order, lines, slice.customizations)
  const isDownload = slice.downloads.has(order.orderId)
  const sealed = { ...web, lines, discounts, vat, totalCents, tenders, delivery, proof }
  return ['order', { ...sealed, asked, isDownload }] as const
}
