import { isSale, type JournalEntry, type SaleEntry } from '@/core/journal/journal'
import { spaceOf, type Space } from '@/core/journal/space'

/**
 * Whether an entry is counted in a space. The shop never counts training (R5). All entries of the
 * demo are training, and the demo counts only these, so that it shows the same totals as a real
 * till.
 */
export function isCounted(entry: JournalEntry, space: Space = 'shop'): boolean {
  return spaceOf(entry) === space
}

/**
 * Whether an entry changes the takings: a sale or refund counted in the space. Every sum of takings
 * uses this rule.
 */
export function countsAsTakings(entry: JournalEntry, space: Space = 'shop'): entry is SaleEntry {
  return isSale(entry) && isCounted(entry, space)
}
