import type { Customer } from '@/core/customers/customer'
import { stillDueCents } from '@/core/payment/debt'
import { fail, ok, type CustomerError, type Result } from '@/core/errors'
import type {
  InvoicedCustomerV1,
  InvoiceV1,
  PaymentV1,
  SaleLineV1,
  SellerV1,
  SoftwareV1,
  UserV1,
} from '@/core/journal/events/saleV1'
import type { EntryOf, JournalEntry, SaleEntry } from '@/core/journal/journal'

/** An invoice or a credit note. */
export type InvoiceEntry = EntryOf<InvoiceV1>

/** An invoice ready to be sealed; its document number is assigned when it is sealed. */
export type UnnumberedInvoice = Omit<InvoiceV1, 'document'>

/** Who issues an invoice, and with what software. */
export interface Issuer {
  seller: SellerV1
  user: UserV1
  software: SoftwareV1
}

/** Entries of the journal related to a sale. */
export interface AroundSale {
  /** Later payments of the amount it left due, oldest first. */
  payments: readonly EntryOf<PaymentV1>[]
  /** Sales and refunds that gave back its goods, oldest first. */
  refunds: readonly SaleEntry[]
  /** Invoices of the sales whose goods it gives back. */
  credited: readonly InvoiceEntry[]
}

/** Whether an entry is an invoice or a credit note. */
export function isInvoice(entry: JournalEntry): entry is InvoiceEntry {
  return entry.event.kind === 'invoice'
}

/** The customer as an invoice holds them. A sealed invoice is kept as long as the law requires. */
export function invoicedCustomer(customer: Customer): InvoicedCustomerV1 {
  const { customerId, name, company, address, vatNumber } = customer
  return { customerId, name, company, address, vatNumber }
}

/**
 * Fails unless seller and customer have the name and address that an invoice must show (CGI ann. II
 * art. 242 nonies A, 1°).
 */
export function checkParties(
  customer: InvoicedCustomerV1,
  seller: SellerV1,
): Result<true, CustomerError> {
  const isNamed = customer.name.trim() !== '' || customer.company.trim() !== ''
  if (!isNamed || customer.address.trim() === '') {
    return fail({ code: 'invoice-customer-incomplete' })
  }
  if (seller.name.trim() === '' || seller.address.trim() === '') {
    return fail({ code: 'invoice-seller-incomplete' })
  }
  return ok(true)
}

/**
 * The customer of a credit note: the one to whom all returned goods were invoiced. Null when there
 * is none, or several.
 */
export function creditedCustomer(credited: readonly InvoiceEntry[]): InvoicedCustomerV1 | null {
  const [first, ...others] = credited.map(entry => entry.event.customer)
  return first && others.every(one => one.customerId === first.customerId) ? first : null
}

/**
 * The customer whom the document of a sale names: an invoice names the chosen one; a credit note
 * names the one to whom the goods were invoiced, and nobody else. Null where nobody can be named.
 */
export function invoiceParty(
  { event }: SaleEntry,
  chosen: Customer | null,
  credited: readonly InvoiceEntry[],
): InvoicedCustomerV1 | null {
  if (isCreditNote(event)) return creditedCustomer(credited)
  return chosen && invoicedCustomer(chosen)
}

/**
 * The invoice of a sealed sale, in its own figures: nothing is computed again, so that its
 * totals are always the sale's. What was paid since is on it, what goods given back took off
 * the debt as well, and what is still due: together they come to the total.
 */
export function invoiceOf(
  sale: SaleEntry,
  customer: InvoicedCustomerV1,
  { payments, refunds, credited }: AroundSale,
  { seller, user, software }: Issuer,
): Result<UnnumberedInvoice, CustomerError> {
  const checked = checkParties(customer, seller)
  if (!checked.ok) return checked

  const { document, lines, vat, totalCents, tenders, changeCents } = sale.event
  const paid = payments.map(payment => payment.event)
  const lowered = refunds
    .flatMap(refund => refund.event.tenders.filter(tender => tender.kind === 'debt'))
    .map(tender => ({ ...tender, givenCents: 0 - tender.givenCents }))
  return ok({
    kind: 'invoice',
    credits: credited.map(({ till, number, event, at }) => ({
      till,
      entry: number,
      document: event.document,
      at,
    })),
    saleTill: sale.till,
    saleNumber: sale.number,
    saleDocument: document,
    saleAt: sale.at,
    customer,
    lines,
    vat,
    totalCents,
    tenders: [...tenders, ...paid.flatMap(payment => payment.tenders), ...lowered],
    changeCents: paid.reduce((total, payment) => total + payment.changeCents, changeCents),
    dueCents: stillDueCents(sale, payments, refunds),
    user,
    seller,
    software,
  })
}

/** Whether an invoice gives back: it is then a credit note. */
export function isCreditNote({ lines, totalCents }: Pick<InvoiceV1, 'lines' | 'totalCents'>) {
  return totalCents < 0 || lines.every((line: SaleLineV1) => line.quantityMilli < 0)
}
