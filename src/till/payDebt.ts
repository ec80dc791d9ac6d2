import { findSale } from './listSales'
import { isLesson, isTraining, stampOf } from './stamp'
import type { Till } from './till'
import { assert } from '@/core/assert'
import { settleDebt, stillDueCents } from '@/core/debt'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import { isPayment, type PaymentEntry, type SaleEntry } from '@/core/journal'
import { placeKey, type Place } from '@/core/place'
import { placeOfSource, refundSources } from '@/core/refund'
import { seriesOf } from '@/core/series'
import type { SaleContext } from '@/core/settle'
import type { Tender } from '@/core/tender'
import { appendEvent, RefusedByJournal, sealingFailure } from '@/storage/append'
import { readPaymentsOf, readRefundsOf, readSalesLeftDue } from '@/storage/journal'

/** A sale that was left due, and what became of it. */
export interface Debt {
  sale: SaleEntry
  payments: PaymentEntry[]
  stillDueCents: number
}

/** What is still owed for a sale, from the journal as it is now. */
export async function readDebt(till: Till, sale: SaleEntry): Promise<Debt> {
  const [debt] = await readDebts(till, [sale])
  assert(debt !== undefined, 'a sale has its debt, be it nought')
  return debt
}

/** What is still owed for the sale at a place; nothing where there is no such sale. */
export async function readDebtOf(till: Till, place: Place): Promise<number> {
  const sale = await findSale(till, place)
  return sale ? (await readDebt(till, sale)).stillDueCents : 0
}

/** Sales of which something is still owed, newest first. */
export async function listDebts(till: Till): Promise<Debt[]> {
  const debts = await readDebts(till, await readSalesLeftDue(till.tillDb))
  return debts.filter(debt => debt.stillDueCents > 0)
}

/** What is still owed for each sale, in their order, be it nought. */
export async function readDebts(till: Till, sales: readonly SaleEntry[]): Promise<Debt[]> {
  const [payments, refunds] = await Promise.all([
    readPaymentsOf(till.tillDb, ...sales),
    readRefundsOf(till.tillDb, sales),
  ])
  return sales.map(sale => {
    const isSale = (place: Place) => placeKey(place) === placeKey(sale)
    const ofSale = payments.filter(({ event }) =>
      isSale({ till: event.saleTill, number: event.saleNumber }),
    )
    const backOfSale = refunds.filter(refund =>
      refundSources(refund).some(source => isSale(placeOfSource(source))),
    )
    const stillDue = stillDueCents(sale, ofSale, backOfSale)
    return { sale, payments: ofSale, stillDueCents: stillDue }
  })
}

/**
 * Seals what a customer pays of a sale left due, numbered in the series of payments. Refused
 * when the journal no longer says what was shown: nothing is then written. `paymentId` is
 * minted once a payment, so that a second press seals nothing more.
 */
export async function payDebt(
  till: Till,
  { sale, stillDueCents: shownCents }: Debt,
  tenders: readonly Tender[],
  context: Omit<SaleContext, 'software' | 'mayOwe' | 'debtCents'>,
  paymentId: string,
): Promise<Result<PaymentEntry, SellingError>> {
  assert(sale.training === isTraining(till), 'a lesson pays for no real sale')
  const series = seriesOf(till.letter, 'payment', isLesson(till))
  try {
    const entry = await appendEvent(till.tillDb, stampOf(till, paymentId), async nextOf => {
      const debt = { shownCents, ...(await readDebt(till, sale)) }
      const paid = settleDebt(sale, debt, tenders, { ...context, software: till.software })
      if (!paid.ok) throw new RefusedByJournal(paid.error)
      return { ...paid.value, document: nextOf(series) }
    })
    assert(isPayment(entry), 'an id of a payment is of nothing else')
    return ok(entry)
  } catch (error) {
    return fail(sealingFailure(error))
  }
}
