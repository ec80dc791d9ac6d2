import type { JournalEntry } from '@/core/journal'

/** Whether an entry tells that an archive of all these entries was made. */
export function isPeriodArchived(
  { event }: JournalEntry,
  { firstEntry, lastEntry }: { firstEntry: number; lastEntry: number },
): boolean {
  if (event.kind !== 'trace' || event.what !== 'archive-made') return false
  const { firstEntry: first, lastEntry: last } = event.detail
  return Number(first) <= firstEntry && Number(last) >= lastEntry
}
