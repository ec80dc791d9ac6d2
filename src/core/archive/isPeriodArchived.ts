import type { JournalEntry } from '@/core/journal/journal'

/**
 * Whether an entry is the trace of an archive that covers the given entries of the same till code.
 * Archives of other till codes do not count.
 */
export function isPeriodArchived(
  { till, event }: JournalEntry,
  { firstEntry, lastEntry }: { firstEntry: number; lastEntry: number },
): boolean {
  if (event.kind !== 'trace' || event.what !== 'archive-made') return false
  const { letter, copyOf, firstEntry: first, lastEntry: last } = event.detail
  // Another till may have the same letter.
  if (copyOf !== undefined) return false
  return letter === till && Number(first) <= firstEntry && Number(last) >= lastEntry
}
