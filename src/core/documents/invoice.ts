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

/** An invoice ready to be sealed; its number is given with the seal. */
export type UnnumberedInvoice = Omit<InvoiceV1, 'document'>

/** Who makes an invoice, and with what. */
export interface Issuer {
  seller: SellerV1
  user: UserV1
  software: SoftwareV1
}

/** What the journal holds beside the sale. */
export interface AroundSale {
  /** What was paid since of what it left due, oldest first. */
  payments: readonly EntryOf<PaymentV1>[]
  /** Sales and refunds that gave back goods of it, oldest first. */
  refunds: readonly SaleEntry[]
  /** Invoices of the sales whose goods it gives back. */
  credited: readonly InvoiceEntry[]
}

export function isInvoice(entry: JournalEntry): entry is InvoiceEntry {
  return entry.event.kind === 'invoice'
}

/** What an invoice says of a customer: sealed, it is kept as long as the law asks. */
export function invoicedCustomer(customer: Customer): InvoicedCustomerV1 {
  const { customerId, name, company, address, vatNumber } = customer
  return { customerId, name, company, address, vatNumber }
}

/**
 * Whether an invoice can name both parties: it must, with their addresses (CGI ann. II art.
 * 242 nonies A, 1°).
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
 * The one customer to whom everything given back was invoiced: who the credit note is for.
 * Null where there is none, or several.
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

/** Whether it gives back: a credit note. */
export function isCreditNote({ lines, totalCents }: Pick<InvoiceV1, 'lines' | 'totalCents'>) {
  return totalCents < 0 || lines.every((line: SaleLineV1) => line.quantityMilli < 0)
}
