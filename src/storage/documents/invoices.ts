import { Dexie } from 'dexie'
import type { TillDatabase } from '@/storage/databases'
import { isInvoice, type InvoiceEntry } from '@/core/documents/invoice'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'

/** Sales and refunds of a customer, in the order of the journal. */
export async function readSalesTo(db: TillDatabase, customerId: string): Promise<SaleEntry[]> {
  return (await db.journal.where('event.customerId').equals(customerId).toArray()).filter(isSale)
}

/** Invoices and credit notes of a customer, in the order of the journal. */
export async function readInvoicesTo(
  db: TillDatabase,
  customerId: string,
): Promise<InvoiceEntry[]> {
  const entries = await db.journal.where('event.customer.customerId').equals(customerId).toArray()
  return entries.filter(isInvoice)
}

/** Invoices and credit notes of these sales and refunds. */
export async function readInvoicesOf(
  db: TillDatabase,
  sales: readonly EntryReference[],
): Promise<InvoiceEntry[]> {
  const numbers = sales.map(sale => sale.number)
  const wanted = new Set(sales.map(referenceKey))
  const entries = await db.journal.where('event.saleNumber').anyOf(numbers).toArray()
  return entries
    .filter(isInvoice)
    .filter(({ event }) =>
      wanted.has(referenceKey({ till: event.saleTill, number: event.saleNumber })),
    )
}

/** Invoices and credit notes of a journal, newest first, at most `limit`. */
export async function readInvoices(
  db: TillDatabase,
  tillCode: string,
  limit: number,
): Promise<InvoiceEntry[]> {
  const entries = await db.journal
    .where('[till+event.kind+number]')
    .between([tillCode, 'invoice', Dexie.minKey], [tillCode, 'invoice', Dexie.maxKey])
    .reverse()
    .limit(limit)
    .toArray()
  return entries.filter(isInvoice)
}
