import { readAbout, readElsewhere } from './aboutSales'
import { keepDebtTaken, tracesOfGone } from './keepDebtTaken'
import { isNumberedApart, isTraining, stampEvent } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'
import { isSharing } from '@/till/sharing/isSharing'
import { assert } from '@/core/assert'
import { settleDebt, stillDueCents } from '@/core/payment/debt'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import { goneTenders } from '@/core/payment/partPaid'
import { foodLeftCents } from '@/core/payment/mealVouchers'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isPayment, type PaymentEntry, type SaleEntry } from '@/core/journal/journal'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import { referenceOfSource, refundSources } from '@/core/payment/refund'
import { seriesOf } from '@/core/journal/series'
import type { SaleTerms } from '@/core/payment/settle'
import type { AboutSales } from '@/core/sharing/claims/aboutSales'
import type { ShopSale } from '@/core/sharing/shopSales'
import type { Tender } from '@/core/payment/tender'
import { RefusedByJournal, sealingFailure } from '@/storage/journal/refusals'
import { appendPayment, readTakings } from '@/storage/payment/debtTakings'
import { readSalesAt } from '@/storage/journal/findSales'
import { readPaymentsOf, readRefundsOf, readSalesLeftDue } from '@/storage/journal/journal'

/** A sale that was left due, with its payments and the rest due, over all tills of the shop. */
export interface Debt {
  sale: SaleEntry
  /** Those that this device sealed, which it prints, then those of other tills. */
  payments: readonly PaymentEntry[]
  /** How many of them this device sealed. */
  ownCount: number
  /** Below zero when two tills took it without knowing. */
  stillDueCents: number
  /**
   * Part of it that meal vouchers may still pay, before their ceiling; null where the sale does not
   * say.
   */
  foodLeftCents: number | null
  /** Tenders already taken for a payment that is not sealed yet. */
  taken: readonly Tender[]
}

/** A debt of the shop. */
export interface ShopDebt extends Debt {
  /** The seal of its journal's first entry; null for a sale of this device. */
  journal: string | null
}

/** Reads the debt of a sale from the journal, as it is now. */
export async function readDebt(context: TillContext, sale: SaleEntry): Promise<Debt> {
  return onlyDebt(await readDebts(context, [sale]))
}

function onlyDebt([debt]: readonly Debt[]): Debt {
  assert(debt !== undefined, 'every sale has a debt, which may be 0')
  return debt
}

/** A debt as it is opened to be paid. */
export interface OpenedDebt extends Debt {
  /** What was taken for it before it was settled otherwise: to be given back. */
  dropped: readonly Tender[]
}

/**
 * Reads the debt of a sale, to be paid. When the debt was settled since, for example by goods given
 * back, tenders already taken are dropped, with a trace, and told once.
 */
export async function openDebt(
  context: TillContext,
  user: UserV1,
  sale: SaleEntry,
): Promise<OpenedDebt> {
  const debt = { ...(await readDebt(context, sale)), dropped: [] }
  const isToForget = debt.stillDueCents <= 0 && debt.taken.length > 0
  if (!isToForget || sale.training !== isTraining(context)) return debt
  const forgotten = await keepDebtTaken(context, user, sale, [])
  return forgotten.ok ? { ...debt, taken: [], dropped: debt.taken } : debt
}

/**
 * Makes what reads the debt of a sale inside a transaction of the journal: what is elsewhere is read
 * now, before it. It reads null where there is no such sale.
 */
export async function debtReader(
  context: TillContext,
  reference: EntryReference,
): Promise<() => Promise<Debt | null>> {
  const elsewhere = await readElsewhere(context, [reference])
  const [sale] = [...(await readSalesAt(context.tillDb, [reference])), ...elsewhere.sales]
  if (!sale) return () => Promise.resolve(null)
  return async () => onlyDebt(await readDebtsWith(context, [sale], elsewhere))
}

/** Cents still owed for the sale with this entry reference; 0 where there is no such sale. */
export async function readDebtOf(context: TillContext, reference: EntryReference): Promise<number> {
  const {
    sales: [sale],
    payments,
    refunds,
  } = await readAbout(context, [reference])
  return sale ? stillDueCents(sale, payments, refunds) : 0
}

/** Sales of any till of the shop with something still owed, newest first. */
export async function listDebts(context: TillContext): Promise<ShopDebt[]> {
  const own = await readDebts(context, await readSalesLeftDue(context.tillDb))
  const owed = own.filter(debt => debt.stillDueCents > 0).map(debt => ({ ...debt, journal: null }))
  const elsewhere = await listDebtsElsewhere(context)
  return elsewhere.length === 0 ? owed : [...owed, ...elsewhere].toSorted(latestFirst)
}

const latestFirst = (a: Debt, b: Debt) => Date.parse(b.sale.at) - Date.parse(a.sale.at)

/** Sales of other tills with something still owed; none on a device that is alone, or in training. */
export async function listDebtsElsewhere(context: TillContext): Promise<ShopDebt[]> {
  if (isTraining(context) || !(await isSharing(context))) return []
  const left = await readLeftDue(context)
  const debts = await readDebts(
    context,
    left.map(({ sale }) => sale),
  )
  return debts
    .map((debt, at) => ({ ...debt, journal: left[at]?.journal ?? null }))
    .filter(debt => debt.stillDueCents > 0)
}

/** What cannot be read of others hides nothing that is owed here. */
async function readLeftDue(context: TillContext): Promise<ShopSale[]> {
  try {
    const copies = await import('@/till/sharing/copies/listLeftDue')
    return await copies.listLeftDue(context)
  } catch (error) {
    reportError(error)
    return []
  }
}

/** Reads the debt of each sale, in the order given; a paid sale has a debt of 0. */
export async function readDebts(
  context: TillContext,
  sales: readonly SaleEntry[],
): Promise<Debt[]> {
  return readDebtsWith(context, sales, await readElsewhere(context, sales))
}

/** As `readDebts`, inside a transaction of the journal: what is elsewhere was read before. */
async function readDebtsWith(
  context: TillContext,
  sales: readonly SaleEntry[],
  elsewhere: AboutSales,
): Promise<Debt[]> {
  const [paidHere, backHere, takings] = await Promise.all([
    readPaymentsOf(context.tillDb, ...sales),
    readRefundsOf(context.tillDb, sales),
    readTakings(context.tillDb),
  ])
  const payments = [...paidHere, ...elsewhere.payments]
  const refunds = [...backHere, ...elsewhere.refunds]
  return sales.map(sale => {
    const isSale = (reference: EntryReference) => referenceKey(reference) === referenceKey(sale)
    const ofSale = payments.filter(({ event }) =>
      isSale({ till: event.saleTill, number: event.saleNumber }),
    )
    const backOfSale = refunds.filter(refund =>
      refundSources(refund).some(source => isSale(referenceOfSource(source))),
    )
    return {
      sale,
      payments: ofSale,
      ownCount: ofSale.filter(one => paidHere.includes(one)).length,
      stillDueCents: stillDueCents(sale, ofSale, backOfSale),
      foodLeftCents: foodLeftCents(sale, ofSale, backOfSale),
      taken: takings[sale.eventId] ?? [],
    }
  })
}

/**
 * Seals what a customer pays for a sale left due, numbered in the series of payments. Refused when
 * the journal no longer matches the amount shown, or when something was taken that was not shown, as
 * by a terminal meanwhile: nothing is then written. `paymentId` is minted once a payment, so that a
 * second press seals nothing more. Tenders stored for it until then are dropped in the same
 * transaction.
 */
export async function payDebt(
  context: TillContext,
  shown: Pick<Debt, 'sale' | 'stillDueCents'> & Partial<Pick<Debt, 'taken'>>,
  tenders: readonly Tender[],
  {
    isPaymentBegun = false,
    ...terms
  }: Omit<SaleTerms, 'software' | 'mayOwe' | 'debtCents' | 'vouchersPaidCents' | 'isFood'> & {
    /** It was asked for while this device sold: money may have been given. */
    isPaymentBegun?: boolean
  },
  paymentId: string,
): Promise<Result<PaymentEntry, SellingError>> {
  const { sale, stillDueCents: shownCents, taken: shownTaken = [] } = shown
  assert(sale.training === isTraining(context), 'training pays no real sale')
  const series = seriesOf(context.tillCode, 'payment', isNumberedApart(context))
  const elsewhere = await readElsewhere(context, [sale])
  try {
    const entry = await appendPayment(
      context.tillDb,
      { ...stampEvent(context, paymentId), isPaymentBegun },
      sale.eventId,
      async nextOf => {
        const debt = { shownCents, ...onlyDebt(await readDebtsWith(context, [sale], elsewhere)) }
        if (goneTenders(goneTenders(debt.taken, tenders), shownTaken).length > 0) {
          const { stillDueCents } = debt
          throw new RefusedByJournal({ code: 'debt-changed', stillDueCents })
        }
        const paid = settleDebt(sale, debt, tenders, { ...terms, software: context.software })
        if (!paid.ok) throw new RefusedByJournal(paid.error)
        return { ...paid.value, document: nextOf(series) }
      },
      tracesOfGone(context, terms.user, sale, tenders),
    )
    assert(isPayment(entry), 'no other event has the id of a payment')
    return ok(entry)
  } catch (error) {
    return fail(sealingFailure(error))
  }
}
