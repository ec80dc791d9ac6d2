import { isSale, type JournalEntry, type SaleEntry } from '@/core/journal/journal'

/**
 * Whether an entry counts in a till's books: a lesson never does (R5). The demo's books are
 * lessons as a whole (`ofLessons`), and count them alone, so that they show what real ones do.
 */
export function counts(entry: JournalEntry, ofLessons = false): boolean {
  return entry.training === ofLessons
}

/** Whether an entry moves the takings: a sale or a refund that counts. Every sum goes by this. */
export function countsAsTakings(entry: JournalEntry, ofLessons = false): entry is SaleEntry {
  return isSale(entry) && counts(entry, ofLessons)
}
