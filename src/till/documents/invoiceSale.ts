import { stampEvent } from '@/till/journal/stampEvent'
import { readAbout, readElsewhere } from '@/till/payment/aboutSales'
import type { TillContext } from '@/till/context'
import { assert } from '@/core/assert'
import { fail, ok, type CustomerError, type Result } from '@/core/errors'
import type { InvoicedCustomerV1, SellerV1, UserV1 } from '@/core/journal/events/saleV1'
import { invoiceOf, isInvoice, type InvoiceEntry } from '@/core/documents/invoice'
import type { SaleEntry } from '@/core/journal/journal'
import { referenceOfSource, refundSources } from '@/core/payment/refund'
import { seriesOf } from '@/core/journal/series'
import { appendEvent } from '@/storage/journal/append'
import { inspectionOf } from '@/storage/journal/refusals'
import { writeFaultOf } from '@/storage/fault'
import { readInvoices, readInvoicesOf } from '@/storage/documents/invoices'
import { readTillCodes } from '@/storage/journal/journal'

/**
 * Makes and seals the invoice of a sale, or the credit note of a refund, numbered in its own
 * gapless series. A sale is invoiced once: a second call, from any tab and for any customer,
 * returns the existing invoice. When this fails, nothing was written.
 */
export async function invoiceSale(
  context: TillContext,
  sale: SaleEntry,
  customer: InvoicedCustomerV1,
  issuer: { seller: SellerV1; user: UserV1 },
): Promise<Result<InvoiceEntry, CustomerError>> {
  const made = await findInvoice(context, sale)
  if (made) return ok(made)

  const { payments, refunds } = await readAbout(context, [sale])
  const credited = await findCredited(context, sale)
  assert(sale.event.kind === 'sale' || credited.length > 0, 'a credit note corrects an invoice')
  const around = { payments, refunds, credited }
  const invoice = invoiceOf(sale, customer, around, { ...issuer, software: context.software })
  if (!invoice.ok) return invoice

  // A training sale gets a training invoice, whatever mode the till is in now.
  const stamp = { ...stampEvent(context, `${sale.eventId}-invoice`), training: sale.training }
  const series = seriesOf(context.tillCode, 'invoice', sale.training && context.space === 'shop')
  try {
    const entry = await appendEvent(context.tillDb, stamp, numberOf => ({
      ...invoice.value,
      document: numberOf(series),
    }))
    assert(isInvoice(entry), 'no other event has the id of an invoice')
    return ok(entry)
  } catch (error) {
    return fail(inspectionOf(error) ?? { ...writeFaultOf(error), code: 'invoice-not-written' })
  }
}

/** The invoice of a sale, or the credit note of a refund; null before it is made. */
export async function findInvoice(
  context: TillContext,
  sale: SaleEntry,
): Promise<InvoiceEntry | null> {
  const [invoice] = await readInvoicesOf(context.tillDb, [sale])
  return invoice ?? null
}

/** Invoices of the sales whose goods a refund or an exchange gives back, whichever till made them. */
export async function findCredited(context: TillContext, sale: SaleEntry): Promise<InvoiceEntry[]> {
  const sources = refundSources(sale).map(referenceOfSource)
  const [own, elsewhere] = await Promise.all([
    readInvoicesOf(context.tillDb, sources),
    readElsewhere(context, sources),
  ])
  return [...own, ...elsewhere.invoices]
}

/** Invoices and credit notes, newest first, at most `limit`. */
export async function listInvoices(context: TillContext, limit: number): Promise<InvoiceEntry[]> {
  const found: InvoiceEntry[] = []
  for (const tillCode of await readTillCodes(context.tillDb, context.tillCode)) {
    found.push(...(await readInvoices(context.tillDb, tillCode, limit - found.length)))
    if (found.length >= limit) break
  }
  return found
}
