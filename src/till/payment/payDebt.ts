import { keepDebtTaken, tracesOfGone } from './keepDebtTaken'
import { findSale } from '@/till/journal/listSales'
import { isNumberedApart, isTraining, stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'
import { assert } from '@/core/assert'
import { settleDebt, stillDueCents } from '@/core/payment/debt'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import { foodLeftCents } from '@/core/payment/mealVouchers'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isPayment, type PaymentEntry, type SaleEntry } from '@/core/journal/journal'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import { referenceOfSource, refundSources } from '@/core/payment/refund'
import { seriesOf } from '@/core/journal/series'
import type { SaleTerms } from '@/core/payment/settle'
import type { Tender } from '@/core/payment/tender'
import { RefusedByJournal, sealingFailure } from '@/storage/journal/refusals'
import { appendPayment, readTakings } from '@/storage/payment/debtTakings'
import { readPaymentsOf, readRefundsOf, readSalesLeftDue } from '@/storage/journal/journal'

/** A sale that was left due, and what became of it. */
export interface Debt {
  sale: SaleEntry
  payments: PaymentEntry[]
  stillDueCents: number
  /** What of it meal vouchers may still pay, before their ceiling; null where its sale says nothing. */
  foodLeftCents: number | null
  /** What was already taken of a payment that is not sealed yet. */
  taken: readonly Tender[]
}

/** What is still owed for a sale, from the journal as it is now. */
export async function readDebt(context: TillContext, sale: SaleEntry): Promise<Debt> {
  const [debt] = await readDebts(context, [sale])
  assert(debt !== undefined, 'a sale has its debt, be it nought')
  return debt
}

/**
 * What is still owed for a sale, to be paid. What was taken of a debt that was settled since,
 * as by goods given back, is forgotten, and leaves its trace.
 */
export async function openDebt(context: TillContext, user: UserV1, sale: SaleEntry): Promise<Debt> {
  const debt = await readDebt(context, sale)
  const isToForget = debt.stillDueCents <= 0 && debt.taken.length > 0
  if (!isToForget || sale.training !== isTraining(context)) return debt
  const forgotten = await keepDebtTaken(context, user, sale, [])
  return forgotten.ok ? { ...debt, taken: [] } : debt
}

/** What is still owed for the sale at a place; nothing where there is no such sale. */
export async function readDebtOf(context: TillContext, reference: EntryReference): Promise<number> {
  const sale = await findSale(context, reference)
  return sale ? (await readDebt(context, sale)).stillDueCents : 0
}

/** Sales of which something is still owed, newest first. */
export async function listDebts(context: TillContext): Promise<Debt[]> {
  const debts = await readDebts(context, await readSalesLeftDue(context.tillDb))
  return debts.filter(debt => debt.stillDueCents > 0)
}

/** What is still owed for each sale, in their order, be it nought. */
export async function readDebts(
  context: TillContext,
  sales: readonly SaleEntry[],
): Promise<Debt[]> {
  const [payments, refunds, takings] = await Promise.all([
    readPaymentsOf(context.tillDb, ...sales),
    readRefundsOf(context.tillDb, sales),
    readTakings(context.tillDb),
  ])
  return sales.map(sale => {
    const isSale = (reference: EntryReference) => referenceKey(reference) === referenceKey(sale)
    const ofSale = payments.filter(({ event }) =>
      isSale({ till: event.saleTill, number: event.saleNumber }),
    )
    const backOfSale = refunds.filter(refund =>
      refundSources(refund).some(source => isSale(referenceOfSource(source))),
    )
    const stillDue = stillDueCents(sale, ofSale, backOfSale)
    const taken = takings[sale.eventId] ?? []
    const foodLeft = foodLeftCents(sale, ofSale, backOfSale)
    return { sale, payments: ofSale, stillDueCents: stillDue, foodLeftCents: foodLeft, taken }
  })
}

/**
 * Seals what a customer pays of a sale left due, numbered in the series of payments. Refused
 * when the journal no longer says what was shown: nothing is then written. `paymentId` is
 * minted once a payment, so that a second press seals nothing more. What was kept of it until
 * then is forgotten with the seal.
 */
export async function payDebt(
  context: TillContext,
  { sale, stillDueCents: shownCents }: Pick<Debt, 'sale' | 'stillDueCents'>,
  tenders: readonly Tender[],
  terms: Omit<SaleTerms, 'software' | 'mayOwe' | 'debtCents' | 'vouchersPaidCents' | 'isFood'>,
  paymentId: string,
): Promise<Result<PaymentEntry, SellingError>> {
  assert(sale.training === isTraining(context), 'a lesson pays for no real sale')
  const series = seriesOf(context.tillCode, 'payment', isNumberedApart(context))
  try {
    const entry = await appendPayment(
      context.tillDb,
      stampEvent(context, paymentId),
      sale.eventId,
      async nextOf => {
        const debt = { shownCents, ...(await readDebt(context, sale)) }
        const paid = settleDebt(sale, debt, tenders, { ...terms, software: context.software })
        if (!paid.ok) throw new RefusedByJournal(paid.error)
        return { ...paid.value, document: nextOf(series) }
      },
      tracesOfGone(context, terms.user, sale, tenders),
    )
    assert(isPayment(entry), 'an id of a payment is of nothing else')
    return ok(entry)
  } catch (error) {
    return fail(sealingFailure(error))
  }
}
