import type { TillContext } from '@/till/context'
import { isSharing } from '@/till/sharing/isSharing'
import type { DocumentNumberV1 } from '@/core/journal/events/saleV1'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import type { EntryReference } from '@/core/journal/entryReference'
import {
  readEntry,
  readEntryOfDocument,
  readTillCodes,
  readSales,
  watchLastNumber,
} from '@/storage/journal/journal'

/**
 * The newest sales, newest first, at most `limit`. Sales of the journals this till goes on from
 * come last.
 */
export async function listSales(context: TillContext, limit: number): Promise<SaleEntry[]> {
  const sales: SaleEntry[] = []
  for (const tillCode of await readTillCodes(context.tillDb, context.tillCode)) {
    sales.push(...(await readSales(context.tillDb, tillCode, Infinity, limit - sales.length)))
    if (sales.length >= limit) break
  }
  return sales
}

/** Till codes of the journals on this device: the till's own, then the ones it goes on from. */
export function listTillCodes(context: TillContext): Promise<string[]> {
  return readTillCodes(context.tillDb, context.tillCode)
}

/** The sale with this entry reference; null where there is none. */
export async function findSale(
  context: TillContext,
  reference: EntryReference,
): Promise<SaleEntry | null> {
  const entry = await readEntry(context.tillDb, reference.till, reference.number)
  return entry && isSale(entry) ? entry : null
}

/** The sale whose receipt has this number; null where no till of this device sealed it. */
export async function findSaleOfDocument(
  context: TillContext,
  document: DocumentNumberV1,
): Promise<SaleEntry | null> {
  const entry = await readEntryOfDocument(context.tillDb, document)
  return entry && isSale(entry) ? entry : null
}

/** As `findSaleOfDocument`, in the copies of the shop's other tills; nothing where there are none. */
export async function findSaleElsewhere(
  context: TillContext,
  document: DocumentNumberV1,
): Promise<SaleEntry | null> {
  if (!(await isSharing(context))) return null
  const copies = await import('@/till/sharing/copies/findDocument')
  return copies.findDocument(context, document)
}

/** Calls back now and whenever the journal grows, in any tab; returns a function that stops. */
export function watchJournal(context: TillContext, onGrowth: () => Promise<void>): () => void {
  return watchLastNumber(
    context.tillDb,
    context.tillCode,
    () => void onGrowth().catch(reportError),
    error => reportError(error),
  )
}
