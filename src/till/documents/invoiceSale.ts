import { stampOf } from '@/till/journal/stampEvent'
import type { Till } from '@/till/context'
import { assert } from '@/core/assert'
import { fail, ok, type CustomerError, type Result } from '@/core/errors'
import type { InvoicedCustomerV1, SellerV1, UserV1 } from '@/core/journal/events/saleV1'
import { invoiceOf, isInvoice, type InvoiceEntry } from '@/core/documents/invoice'
import type { SaleEntry } from '@/core/journal/journal'
import { placeOfSource, refundSources } from '@/core/payment/refund'
import { seriesOf } from '@/core/journal/series'
import { appendEvent, inspectionOf } from '@/storage/journal/append'
import { writeFailure } from '@/storage/fault'
import { readInvoices, readInvoicesOf } from '@/storage/documents/invoices'
import { readLetters, readPaymentsOf, readRefundsOf } from '@/storage/journal/journal'

/**
 * Makes and seals the invoice of a sale, or the credit note of a refund, numbered in its own
 * gapless series. A sale is invoiced once: asked again, by whatever tab and for whomever, it
 * is the invoice already made. When this fails, nothing was written.
 */
export async function invoiceSale(
  till: Till,
  sale: SaleEntry,
  customer: InvoicedCustomerV1,
  issuer: { seller: SellerV1; user: UserV1 },
): Promise<Result<InvoiceEntry, CustomerError>> {
  const made = await findInvoice(till, sale)
  if (made) return ok(made)

  const payments = await readPaymentsOf(till.tillDb, sale)
  const refunds = await readRefundsOf(till.tillDb, [sale])
  const credited = await findCredited(till, sale)
  assert(sale.event.kind === 'sale' || credited.length > 0, 'a credit note corrects an invoice')
  const around = { payments, refunds, credited }
  const invoice = invoiceOf(sale, customer, around, { ...issuer, software: till.software })
  if (!invoice.ok) return invoice

  // A lesson's sale has a lesson's invoice, whatever the till is doing now.
  const stamp = { ...stampOf(till, `${sale.eventId}-invoice`), training: sale.training }
  const series = seriesOf(till.letter, 'invoice', sale.training && till.space === 'shop')
  try {
    const entry = await appendEvent(till.tillDb, stamp, numberOf => ({
      ...invoice.value,
      document: numberOf(series),
    }))
    assert(isInvoice(entry), 'the id of an invoice is that of no other event')
    return ok(entry)
  } catch (error) {
    return fail(inspectionOf(error) ?? { ...writeFailure(error), code: 'invoice-not-written' })
  }
}

/** The invoice of a sale, or the credit note of a refund; null before it is made. */
export async function findInvoice(till: Till, sale: SaleEntry): Promise<InvoiceEntry | null> {
  const [invoice] = await readInvoicesOf(till.tillDb, [sale])
  return invoice ?? null
}

/** Invoices of the sales whose goods a refund or an exchange gives back. */
export function findCredited(till: Till, sale: SaleEntry): Promise<InvoiceEntry[]> {
  return readInvoicesOf(till.tillDb, refundSources(sale).map(placeOfSource))
}

/** Invoices and credit notes, newest first, at most `limit`. */
export async function listInvoices(till: Till, limit: number): Promise<InvoiceEntry[]> {
  const found: InvoiceEntry[] = []
  for (const letter of await readLetters(till.tillDb, till.letter)) {
    found.push(...(await readInvoices(till.tillDb, letter, limit - found.length)))
    if (found.length >= limit) break
  }
  return found
}
