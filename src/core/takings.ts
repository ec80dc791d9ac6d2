import { isSale, type JournalEntry, type SaleEntry } from './journal'

/**
 * Whether an entry moves the shop's takings: a sale or a refund that was no lesson. Every sum
 * of sales goes by this, so that training never counts (R5).
 */
export function countsAsTakings(entry: JournalEntry): entry is SaleEntry {
  return isSale(entry) && !entry.training
}
