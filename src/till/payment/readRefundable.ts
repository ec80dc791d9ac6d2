import { readAbout } from './aboutSales'
import type { TillContext } from '@/till/context'
import { stillDueCents } from '@/core/payment/debt'
import { vouchersPaidCents } from '@/core/payment/mealVouchers'
import type { SaleEntry } from '@/core/journal/journal'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import {
  givenBackOf,
  refundableLines,
  type GivenBack,
  type RefundableLine,
} from '@/core/payment/refund'
import type { SalesBack } from '@/core/payment/refundRights'

/** A sale as it stands now: the goods given back so far, and the goods that still can be. */
export interface Refundable {
  sale: SaleEntry
  /** Refunds and exchanges that gave back lines of it: this till's, then those of other tills. */
  refunds: readonly SaleEntry[]
  lines: RefundableLine[]
  givenBack: GivenBack
  /** Amount the customer still owes for it. */
  dueCents: number
  /** Amount paid in meal vouchers, less what was given back in them. */
  vouchersPaidCents: number
}

/**
 * Reads a sale of this till, or of another one of the shop, with everything given back of it since;
 * null where there is no such sale.
 */
export async function readRefundable(
  context: TillContext,
  reference: EntryReference,
): Promise<Refundable | null> {
  const {
    sales: [sale],
    refunds,
    payments,
  } = await readAbout(context, [reference])
  if (!sale) return null
  const lines = refundableLines(sale, refunds)
  return {
    sale,
    refunds,
    lines,
    givenBack: givenBackOf(sale, lines),
    dueCents: stillDueCents(sale, payments, refunds),
    vouchersPaidCents: vouchersPaidCents([sale, ...payments], refunds),
  }
}

/** Sales with everything given back of them so far. */
export async function readSalesBack(
  context: TillContext,
  references: readonly EntryReference[],
): Promise<SalesBack> {
  const { sales, refunds } = await readAbout(context, references)
  return { sales, refunds }
}

/** Cents that meal vouchers paid for these sales, less what was given back in them. */
export async function readVouchersPaid(
  context: TillContext,
  references: readonly EntryReference[],
): Promise<number> {
  const { sales, refunds, payments } = await readAbout(context, references)
  return vouchersPaidCents([...sales, ...payments], refunds)
}

/** How much was given back of each of these sales, by entry reference (`referenceKey`). */
export async function readGivenBack(
  context: TillContext,
  sales: readonly SaleEntry[],
): Promise<Map<string, GivenBack>> {
  const { refunds } = await readAbout(context, sales)
  return new Map(
    sales.map(sale => [referenceKey(sale), givenBackOf(sale, refundableLines(sale, refunds))]),
  )
}
