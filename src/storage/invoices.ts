import { Dexie } from 'dexie'
import type { TillDatabase } from './databases'
import { isInvoice, type InvoiceEntry } from '@/core/invoice'
import { isSale, type SaleEntry } from '@/core/journal'

/** Sales and refunds made out to a customer, oldest first. */
export async function readSalesTo(
  db: TillDatabase,
  till: string,
  customerId: string,
): Promise<SaleEntry[]> {
  const entries = await db.journal.where('event.customerId').equals(customerId).toArray()
  return entries.filter(entry => entry.till === till).filter(isSale)
}

/** Invoices and credit notes made out to a customer, oldest first. */
export async function readInvoicesTo(
  db: TillDatabase,
  till: string,
  customerId: string,
): Promise<InvoiceEntry[]> {
  const entries = await db.journal.where('event.customer.customerId').equals(customerId).toArray()
  return entries.filter(entry => entry.till === till).filter(isInvoice)
}

/** Invoices and credit notes of these sales and refunds. */
export async function readInvoicesOf(
  db: TillDatabase,
  till: string,
  saleNumbers: readonly number[],
): Promise<InvoiceEntry[]> {
  const entries = await db.journal.where('event.saleNumber').anyOf(saleNumbers).toArray()
  return entries.filter(entry => entry.till === till).filter(isInvoice)
}

/** Invoices and credit notes, newest first, at most `limit`. */
export async function readInvoices(
  db: TillDatabase,
  till: string,
  limit: number,
): Promise<InvoiceEntry[]> {
  const entries = await db.journal
    .where('[till+event.kind+number]')
    .between([till, 'invoice', Dexie.minKey], [till, 'invoice', Dexie.maxKey])
    .reverse()
    .limit(limit)
    .toArray()
  return entries.filter(isInvoice)
}
