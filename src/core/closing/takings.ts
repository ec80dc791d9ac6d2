import { isSale, type JournalEntry, type SaleEntry } from '@/core/journal/journal'
import { spaceOf, type Space } from '@/core/journal/space'

/**
 * Whether an entry counts in a till's books: a lesson never does (R5). The demo's books are
 * lessons as a whole (`space`), and count them alone, so that they show what real ones do.
 */
export function isCounted(entry: JournalEntry, space: Space = 'shop'): boolean {
  return spaceOf(entry) === space
}

/** Whether an entry moves the takings: a sale or a refund that counts. Every sum goes by this. */
export function countsAsTakings(entry: JournalEntry, space: Space = 'shop'): entry is SaleEntry {
  return isSale(entry) && isCounted(entry, space)
}
