import { listDebtsElsewhere, readDebts } from '@/till/payment/payDebt'
import type { TillContext } from '@/till/context'
import { trimmedFields, type Customer, type CustomerFields } from '@/core/customers/customer'
import { fail, ok, type CustomerError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { ShopSale } from '@/core/sharing/shopSales'
import type { InvoiceEntry } from '@/core/documents/invoice'
import { newestFirst, type SaleEntry } from '@/core/journal/journal'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import * as storage from '@/storage/customers/customers'
import { writeFaultOf } from '@/storage/fault'
import { readSalesAt } from '@/storage/journal/findSales'
import { approvalOf } from '@/storage/journal/refusals'
import { readInvoicesTo, readSalesTo } from '@/storage/documents/invoices'

/** Customers read at once: more would delay what is on the screen. */
const CUSTOMERS_AT_ONCE = 200

/** A sale or a refund of a customer; of other tills only what is still owed. */
export interface Purchase extends ShopSale {
  invoice: InvoiceEntry | null
  /** Amount still due for it now, after all later payments and refunds. */
  dueCents: number
}

/** All customers, in parts, so that a page can draw between two. */
export async function* listCustomers(context: TillContext): AsyncGenerator<Customer[]> {
  let last = ''
  for (;;) {
    const customers = await storage.readCustomersAfter(context.tillDb, last, CUSTOMERS_AT_ONCE)
    yield customers
    if (customers.length < CUSTOMERS_AT_ONCE) return
    last = customers.at(-1)?.customerId ?? ''
  }
}

/** The customer with this id; null where the customer is unknown or was erased. */
export async function findCustomer(
  context: TillContext,
  customerId: string,
): Promise<Customer | null> {
  return (await storage.readCustomer(context.tillDb, customerId)) ?? null
}

/** Customers of these sales, by customer id. A customer who was erased is not in the map. */
export async function readBuyers(
  context: TillContext,
  sales: readonly SaleEntry[],
): Promise<Map<string, Customer>> {
  const ids = sales.map(({ event }) => event.customerId).filter(id => id !== '')
  const found = await storage.readCustomers(context.tillDb, [...new Set(ids)])
  return new Map(found.flatMap(one => (one ? [[one.customerId, one] as const] : [])))
}

/** Stores a new customer, or changes of a known one; nothing of it leaves the device. */
export async function keepCustomer(
  context: TillContext,
  fields: CustomerFields,
  known: Customer | null,
): Promise<Result<Customer, CustomerError>> {
  const customer = {
    customerId: known?.customerId ?? context.newId(),
    ...trimmedFields(fields),
    createdAt: known?.createdAt ?? context.now().at,
  }
  try {
    await storage.putCustomer(context.tillDb, customer)
    return ok(customer)
  } catch (error) {
    return fail(notWritten(error))
  }
}

/**
 * Erases a customer at their wish (GDPR art. 17). Sealed sales keep an id that names nobody any
 * more; sealed invoices keep what the law asks (LPF art. L. 102 B, art. 17.3 b). It needs a
 * right, or an approval for this customer.
 */
export async function eraseCustomer(
  context: TillContext,
  user: UserV1,
  customerId: string,
): Promise<Result<true, CustomerError>> {
  try {
    await storage.eraseCustomer(context.tillDb, user, customerId)
    return ok(true)
  } catch (error) {
    return fail(approvalOf(error) ?? notWritten(error))
  }
}

/**
 * Sales and refunds made for a customer or invoiced to them, newest first, after what they owe on other
 * tills of the shop.
 */
export async function listPurchases(context: TillContext, customerId: string): Promise<Purchase[]> {
  const invoices = await readInvoicesTo(context.tillDb, customerId)
  const invoiceBySale = new Map(invoices.map(invoice => [referenceKey(saleOf(invoice)), invoice]))
  const sales = await readSalesTo(context.tillDb, customerId)
  const known = new Set(sales.map(referenceKey))
  // Sales made without a customer, then invoiced to this one; a sale purged since is not shown.
  const others = invoices.map(saleOf).filter(reference => !known.has(referenceKey(reference)))
  sales.push(...(await readSalesAt(context.tillDb, others)))
  sales.sort(newestFirst)
  const debts = await readDebts(context, sales)
  const own = debts.map(({ sale, stillDueCents }) => ({
    sale,
    journal: null,
    invoice: invoiceBySale.get(referenceKey(sale)) ?? null,
    // Two tills that took it without knowing make no credit.
    dueCents: Math.max(0, stillDueCents),
  }))
  return [...(await listDueElsewhere(context, customerId)), ...own]
}

/** What a customer still owes for sales of other tills. */
async function listDueElsewhere(context: TillContext, customerId: string): Promise<Purchase[]> {
  const debts = await listDebtsElsewhere(context)
  const ofCustomer = debts.filter(({ sale }) => sale.event.customerId === customerId)
  return ofCustomer.map(({ sale, journal, stillDueCents }) => ({
    sale,
    journal,
    invoice: null,
    dueCents: stillDueCents,
  }))
}

const saleOf = ({ event }: InvoiceEntry): EntryReference => ({
  till: event.saleTill,
  number: event.saleNumber,
})

function notWritten(error: unknown): CustomerError {
  return { ...writeFaultOf(error), code: 'customer-not-written' }
}
