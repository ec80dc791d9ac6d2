import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { PaymentV1 } from '@/core/journal/events/saleV1'
import type { JournalEntry, PaymentEntry, SaleEntry } from '@/core/journal/journal'
import type { EntryReference } from '@/core/journal/entryReference'
import { sealedPeople } from './mealVouchers'
import { entriesGivenBack } from './refund'
import { checkTenders, type SaleTerms } from './settle'
import { loweredDebtCents, sealedTenders, type Tender } from './tender'
import type { Ticket } from '@/core/ticket/ticket'

/** A payment ready to be sealed; its document number is assigned when it is sealed. */
export type UnnumberedPayment = Omit<PaymentV1, 'document'>

/**
 * Amount a customer still owes for a sale: the amount left due, less later payments, less goods
 * given back whose value lowered the debt. Goods given back in money leave the debt unchanged.
 */
export function stillDueCents(
  sale: SaleEntry,
  payments: readonly PaymentEntry[],
  refunds: readonly SaleEntry[],
): number {
  return [...payments, ...refunds].reduce(
    (dueCents, entry) => dueCents - settledCents(entry),
    sale.event.dueCents,
  )
}

/**
 * By how much an entry lowers what the one sale that it is for left due: a payment, or goods given back
 * whose value lowered the debt.
 */
export function settledCents({ event }: JournalEntry): number {
  if (event.kind === 'payment') return event.dueBeforeCents - event.dueCents
  return event.kind === 'sale' || event.kind === 'refund' ? loweredDebtCents(event.tenders) : 0
}

/**
 * The sale whose debt may be lowered instead of paying money back: the only sale whose goods the
 * ticket gives back. Null when it gives back goods of several sales, or when the ticket's total is
 * not below zero.
 */
export function saleToLower(ticket: Ticket, totalCents: number): EntryReference | null {
  const [source, another] = entriesGivenBack(ticket)
  return totalCents < 0 && source !== undefined && another === undefined ? source : null
}

/**
 * Turns tenders into a payment of a debt, in full or in part. Change and ceilings follow the rules
 * of a sale; meal vouchers pay only the food not yet paid with vouchers (`foodLeftCents`, null when
 * the sale does not state its food). Fails when the debt differs from the amount shown.
 */
export function settleDebt(
  sale: SaleEntry,
  debt: { shownCents: number; stillDueCents: number; foodLeftCents: number | null },
  tenders: readonly Tender[],
  terms: Omit<SaleTerms, 'mayOwe' | 'debtCents' | 'vouchersPaidCents' | 'isFood'>,
): Result<UnnumberedPayment, SellingError> {
  const { shownCents, stillDueCents, foodLeftCents: foodCents } = debt
  if (stillDueCents <= 0 || shownCents !== stillDueCents) {
    return fail({ code: 'debt-changed', stillDueCents })
  }
  if (tenders.length === 0) return fail({ code: 'tender-short', missingCents: stillDueCents })
  const paid = checkTenders(stillDueCents, tenders, {
    ...terms,
    foodCents,
    mayOwe: true,
    debtCents: 0,
    vouchersPaidCents: 0,
  })
  if (!paid.ok) return paid
  const { user, seller, software } = terms
  return ok({
    kind: 'payment',
    saleTill: sale.till,
    saleNumber: sale.number,
    saleDocument: sale.event.document,
    dueBeforeCents: stillDueCents,
    tenders: sealedTenders(tenders),
    ...sealedPeople(tenders, terms.voucherPeople),
    ...paid.value,
    user,
    seller,
    software,
  })
}
