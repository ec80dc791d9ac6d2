import { keepDebtTaken, tracesOfGone } from './keepDebtTaken'
import { findSale } from '@/till/journal/listSales'
import { isLesson, isTraining, stampOf } from '@/till/journal/stampEvent'
import type { Till } from '@/till/context'
import { assert } from '@/core/assert'
import { settleDebt, stillDueCents } from '@/core/payment/debt'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import { foodLeftCents } from '@/core/payment/mealVouchers'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isPayment, type PaymentEntry, type SaleEntry } from '@/core/journal/journal'
import { placeKey, type Place } from '@/core/journal/entryReference'
import { placeOfSource, refundSources } from '@/core/payment/refund'
import { seriesOf } from '@/core/journal/series'
import type { SaleContext } from '@/core/payment/settle'
import type { Tender } from '@/core/payment/tender'
import { RefusedByJournal, sealingFailure } from '@/storage/journal/append'
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
export async function readDebt(till: Till, sale: SaleEntry): Promise<Debt> {
  const [debt] = await readDebts(till, [sale])
  assert(debt !== undefined, 'a sale has its debt, be it nought')
  return debt
}

/**
 * What is still owed for a sale, to be paid. What was taken of a debt that was settled since,
 * as by goods given back, is forgotten, and leaves its trace.
 */
export async function openDebt(till: Till, user: UserV1, sale: SaleEntry): Promise<Debt> {
  const debt = await readDebt(till, sale)
  const isToForget = debt.stillDueCents <= 0 && debt.taken.length > 0
  if (!isToForget || sale.training !== isTraining(till)) return debt
  const forgotten = await keepDebtTaken(till, user, sale, [])
  return forgotten.ok ? { ...debt, taken: [] } : debt
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
  const [payments, refunds, takings] = await Promise.all([
    readPaymentsOf(till.tillDb, ...sales),
    readRefundsOf(till.tillDb, sales),
    readTakings(till.tillDb),
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
  till: Till,
  { sale, stillDueCents: shownCents }: Pick<Debt, 'sale' | 'stillDueCents'>,
  tenders: readonly Tender[],
  context: Omit<SaleContext, 'software' | 'mayOwe' | 'debtCents' | 'vouchersPaidCents' | 'isFood'>,
  paymentId: string,
): Promise<Result<PaymentEntry, SellingError>> {
  assert(sale.training === isTraining(till), 'a lesson pays for no real sale')
  const series = seriesOf(till.letter, 'payment', isLesson(till))
  try {
    const entry = await appendPayment(
      till.tillDb,
      stampOf(till, paymentId),
      sale.eventId,
      async nextOf => {
        const debt = { shownCents, ...(await readDebt(till, sale)) }
        const paid = settleDebt(sale, debt, tenders, { ...context, software: till.software })
        if (!paid.ok) throw new RefusedByJournal(paid.error)
        return { ...paid.value, document: nextOf(series) }
      },
      tracesOfGone(till, context.user, sale, tenders),
    )
    assert(isPayment(entry), 'an id of a payment is of nothing else')
    return ok(entry)
  } catch (error) {
    return fail(sealingFailure(error))
  }
}
