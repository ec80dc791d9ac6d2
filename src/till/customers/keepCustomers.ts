import { readDebts } from '@/till/payment/payDebt'
import type { Till } from '@/till/context'
import { trimmedFields, type Customer, type CustomerFields } from '@/core/customers/customer'
import { fail, ok, type CustomerError, type Result } from '@/core/errors'
import type { InvoiceEntry } from '@/core/documents/invoice'
import { newestFirst, type SaleEntry } from '@/core/journal/journal'
import { placeKey, type Place } from '@/core/journal/entryReference'
import * as storage from '@/storage/customers/customers'
import { writeFailure } from '@/storage/fault'
import { readSalesAt } from '@/storage/journal/findSales'
import { readInvoicesTo, readSalesTo } from '@/storage/documents/invoices'

/** Read at once: more would hold up what is on the screen. */
const CUSTOMERS_AT_ONCE = 200

/** Something a customer bought or brought back. */
export interface Purchase {
  sale: SaleEntry
  invoice: InvoiceEntry | null
  /** What is still due of it now, after all that was paid and brought back since. */
  dueCents: number
}

/** All customers, some at a time, so that a page can go on between two. */
export async function* listCustomers(till: Till): AsyncGenerator<Customer[]> {
  let last = ''
  for (;;) {
    const customers = await storage.readCustomersAfter(till.tillDb, last, CUSTOMERS_AT_ONCE)
    yield customers
    if (customers.length < CUSTOMERS_AT_ONCE) return
    last = customers.at(-1)?.customerId ?? ''
  }
}

export async function findCustomer(till: Till, customerId: string): Promise<Customer | null> {
  return (await storage.readCustomer(till.tillDb, customerId)) ?? null
}

/** Who bought each of these sales, by customer id; nobody for whom was erased. */
export async function readBuyers(
  till: Till,
  sales: readonly SaleEntry[],
): Promise<Map<string, Customer>> {
  const ids = sales.map(({ event }) => event.customerId).filter(id => id !== '')
  const found = await storage.readCustomers(till.tillDb, [...new Set(ids)])
  return new Map(found.flatMap(one => (one ? [[one.customerId, one] as const] : [])))
}

/** Keeps a new customer, or what changed of one; nothing of it leaves the device. */
export async function keepCustomer(
  till: Till,
  fields: CustomerFields,
  known: Customer | null,
): Promise<Result<Customer, CustomerError>> {
  const customer = {
    customerId: known?.customerId ?? till.newId(),
    ...trimmedFields(fields),
    createdAt: known?.createdAt ?? till.now().at,
  }
  try {
    await storage.putCustomer(till.tillDb, customer)
    return ok(customer)
  } catch (error) {
    return fail(notWritten(error))
  }
}

/**
 * Erases a customer at their wish (GDPR art. 17). Sealed sales keep an id that then means
 * nobody; sealed invoices keep what the law asks (LPF art. L. 102 B, art. 17.3 b).
 */
export async function eraseCustomer(
  till: Till,
  customerId: string,
): Promise<Result<true, CustomerError>> {
  try {
    await storage.eraseCustomer(till.tillDb, customerId)
    return ok(true)
  } catch (error) {
    return fail(notWritten(error))
  }
}

/** What a customer bought or had invoiced, newest first. */
export async function listPurchases(till: Till, customerId: string): Promise<Purchase[]> {
  const invoices = await readInvoicesTo(till.tillDb, customerId)
  const invoiceBySale = new Map(invoices.map(invoice => [placeKey(saleOf(invoice)), invoice]))
  const sales = await readSalesTo(till.tillDb, customerId)
  const known = new Set(sales.map(placeKey))
  // Sold to nobody in particular, then invoiced to them; what was purged since is not shown.
  const others = invoices.map(saleOf).filter(place => !known.has(placeKey(place)))
  sales.push(...(await readSalesAt(till.tillDb, others)))
  sales.sort(newestFirst)
  const debts = await readDebts(till, sales)
  return debts.map(({ sale, stillDueCents }) => ({
    sale,
    invoice: invoiceBySale.get(placeKey(sale)) ?? null,
    dueCents: stillDueCents,
  }))
}

const saleOf = ({ event }: InvoiceEntry): Place => ({
  till: event.saleTill,
  number: event.saleNumber,
})

function notWritten(error: unknown): CustomerError {
  return { ...writeFailure(error), code: 'customer-not-written' }
}
