import type { TillContext } from '@/till/context'
import { stillDueCents } from '@/core/payment/debt'
import { vouchersPaidCents } from '@/core/payment/mealVouchers'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import { referenceKey, type EntryReference } from '@/core/journal/entryReference'
import {
  givenBackOf,
  refundableLines,
  type GivenBack,
  type RefundableLine,
} from '@/core/payment/refund'
import type { SalesBack } from '@/core/payment/refundRights'
import { readSalesAt } from '@/storage/journal/findSales'
import { readEntry, readPaymentsOf, readRefundsOf } from '@/storage/journal/journal'

/** A sale as it stands now: the goods given back so far, and the goods that still can be. */
export interface Refundable {
  sale: SaleEntry
  /** Refunds and exchanges that gave back lines of it, oldest first. */
  refunds: SaleEntry[]
  lines: RefundableLine[]
  givenBack: GivenBack
  /** Amount the customer still owes for it. */
  dueCents: number
  /** Amount paid in meal vouchers, less what was given back in them. */
  vouchersPaidCents: number
}

/** Reads a sale with everything given back of it since; null where there is no such sale. */
export async function readRefundable(
  context: TillContext,
  reference: EntryReference,
): Promise<Refundable | null> {
  const { tillDb } = context
  const sale = await readEntry(tillDb, reference.till, reference.number)
  if (!sale || !isSale(sale)) return null
  const [refunds, payments] = await Promise.all([
    readRefundsOf(tillDb, [sale]),
    readPaymentsOf(tillDb, sale),
  ])
  const lines = refundableLines(sale, refunds)
  const dueCents = stillDueCents(sale, payments, refunds)
  return {
    sale,
    refunds,
    lines,
    givenBack: givenBackOf(sale, lines),
    dueCents,
    vouchersPaidCents: vouchersPaidCents([sale, ...payments], refunds),
  }
}

/** Sales with everything given back of them so far. */
export async function readSalesBack(
  { tillDb }: TillContext,
  references: readonly EntryReference[],
): Promise<SalesBack> {
  if (references.length === 0) return { sales: [], refunds: [] }
  const [sales, refunds] = await Promise.all([
    readSalesAt(tillDb, references),
    readRefundsOf(tillDb, references),
  ])
  return { sales, refunds }
}

/** Cents that meal vouchers paid for these sales, less what was given back in them. */
export async function readVouchersPaid(
  { tillDb }: TillContext,
  references: readonly EntryReference[],
): Promise<number> {
  if (references.length === 0) return 0
  const [sales, payments, refunds] = await Promise.all([
    readSalesAt(tillDb, references),
    readPaymentsOf(tillDb, ...references),
    readRefundsOf(tillDb, references),
  ])
  return vouchersPaidCents([...sales, ...payments], refunds)
}

/** How much was given back of each of these sales, by entry reference (`referenceKey`). */
export async function readGivenBack(
  context: TillContext,
  sales: readonly SaleEntry[],
): Promise<Map<string, GivenBack>> {
  const refunds = await readRefundsOf(context.tillDb, sales)
  return new Map(
    sales.map(sale => [referenceKey(sale), givenBackOf(sale, refundableLines(sale, refunds))]),
  )
}
