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
import { readSalesAt } from '@/storage/journal/findSales'
import { readEntry, readPaymentsOf, readRefundsOf } from '@/storage/journal/journal'

/** A sale as it stands now: what was given back of it, and what still can be. */
export interface Refundable {
  sale: SaleEntry
  /** Refunds and exchanges that gave back lines of it, oldest first. */
  refunds: SaleEntry[]
  lines: RefundableLine[]
  givenBack: GivenBack
  /** What the customer still owes of it. */
  dueCents: number
  /** What meal vouchers paid of it, less what was given back in them. */
  vouchersPaidCents: number
}

/** Reads a sale with all that was given back of it since; null where there is none. */
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

/** What meal vouchers paid of the sales at these places, less what was given back in them. */
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

/** How much was given back of each of these sales, by its place in the journal. */
export async function readGivenBack(
  context: TillContext,
  sales: readonly SaleEntry[],
): Promise<Map<string, GivenBack>> {
  const refunds = await readRefundsOf(context.tillDb, sales)
  return new Map(
    sales.map(sale => [referenceKey(sale), givenBackOf(sale, refundableLines(sale, refunds))]),
  )
}
