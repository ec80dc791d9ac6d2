import type { Till } from '@/till/context'
import type { DocumentNumberV1 } from '@/core/journal/events/saleV1'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import type { Place } from '@/core/journal/entryReference'
import {
  readEntry,
  readEntryOfDocument,
  readLetters,
  readSales,
  watchLastNumber,
} from '@/storage/journal/journal'

/**
 * The newest sales, newest first, at most `limit`; behind those of this till's own journal
 * come those of the journals it goes on from.
 */
export async function listSales(till: Till, limit: number): Promise<SaleEntry[]> {
  const sales: SaleEntry[] = []
  for (const letter of await readLetters(till.tillDb, till.letter)) {
    sales.push(...(await readSales(till.tillDb, letter, Infinity, limit - sales.length)))
    if (sales.length >= limit) break
  }
  return sales
}

/** Letters of the journals on this device: the till's own, then those it goes on from. */
export function listLetters(till: Till): Promise<string[]> {
  return readLetters(till.tillDb, till.letter)
}

/** The sale at a place; null where there is none. */
export async function findSale(till: Till, place: Place): Promise<SaleEntry | null> {
  const entry = await readEntry(till.tillDb, place.till, place.number)
  return entry && isSale(entry) ? entry : null
}

/** The sale whose receipt has this number; null where no till of this device made one. */
export async function findSaleOfDocument(
  till: Till,
  document: DocumentNumberV1,
): Promise<SaleEntry | null> {
  const entry = await readEntryOfDocument(till.tillDb, document)
  return entry && isSale(entry) ? entry : null
}

/** Calls back now and whenever the journal grows, in any tab; returns how to stop. */
export function watchJournal(till: Till, onGrowth: () => Promise<void>): () => void {
  return watchLastNumber(
    till.tillDb,
    till.letter,
    () => void onGrowth().catch(reportError),
    error => reportError(error),
  )
}
