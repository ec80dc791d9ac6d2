import type { TillContext } from '@/till/context'
import { isSharing } from '@/till/sharing/isSharing'
import type { EntryReference } from '@/core/journal/entryReference'
import { NOTHING_ABOUT, type AboutSales } from '@/core/sharing/claims/aboutSales'
import { readSalesAt } from '@/storage/journal/findSales'
import { readPaymentsOf, readRefundsOf } from '@/storage/journal/journal'

/**
 * What other tills of the shop hold of sales, from their copies; nothing on a device that is alone. It
 * must be read before a transaction of the journal, and what cannot be read hinders none: what was sold
 * here is given back here all the same.
 */
export async function readElsewhere(
  context: TillContext,
  references: readonly EntryReference[],
): Promise<AboutSales> {
  if (references.length === 0 || !(await isSharing(context))) return NOTHING_ABOUT
  try {
    const copies = await import('@/till/sharing/copies/readElsewhere')
    return await copies.readElsewhere(context, references)
  } catch (error) {
    reportError(error)
    return NOTHING_ABOUT
  }
}

/** What all tills of the shop hold of sales: this one's journals, and the copies of the others. */
export async function readAbout(
  context: TillContext,
  references: readonly EntryReference[],
): Promise<Pick<AboutSales, 'sales' | 'refunds' | 'payments'>> {
  if (references.length === 0) return NOTHING_ABOUT
  const { tillDb } = context
  const [sales, refunds, payments, elsewhere] = await Promise.all([
    readSalesAt(tillDb, references),
    readRefundsOf(tillDb, references),
    readPaymentsOf(tillDb, ...references),
    readElsewhere(context, references),
  ])
  return {
    sales: [...sales, ...elsewhere.sales],
    refunds: [...refunds, ...elsewhere.refunds],
    payments: [...payments, ...elsewhere.payments],
  }
}
