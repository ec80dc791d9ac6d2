import type { Till } from './till'
import type { DocumentNumberV1 } from '@/core/events/saleV1'
import { isSale, type SaleEntry } from '@/core/journal'
import { readEntry, readEntryOfDocument, readSales, watchLastNumber } from '@/storage/journal'

/** Sales numbered below `before` in the journal, newest first, at most `limit`. */
export function listSales(till: Till, before: number, limit: number): Promise<SaleEntry[]> {
  return readSales(till.tillDb, till.letter, before, limit)
}

/** The sale at a place in the journal; null where there is none. */
export async function findSale(till: Till, entryNumber: number): Promise<SaleEntry | null> {
  const entry = await readEntry(till.tillDb, till.letter, entryNumber)
  return entry && isSale(entry) ? entry : null
}

/** The sale whose receipt has this number; null where this till made none. */
export async function findSaleOfDocument(
  till: Till,
  document: DocumentNumberV1,
): Promise<SaleEntry | null> {
  const entry = await readEntryOfDocument(till.tillDb, document)
  return entry && isSale(entry) && entry.till === till.letter ? entry : null
}

/** Calls back now and whenever the journal grows, in any tab; returns how to stop. */
export function watchJournal(till: Till, onGrowth: () => Promise<void>): () => void {
  return watchLastNumber(
    till.tillDb,
    till.letter,
    () => void onGrowth().catch(reportError),
    reportError,
  )
}
