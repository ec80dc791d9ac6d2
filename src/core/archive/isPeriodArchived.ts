import type { JournalEntry } from '@/core/journal/journal'

/**
 * Whether an entry tells that an archive of all these entries of its own letter was made: one
 * of an earlier letter says nothing of them.
 */
export function isPeriodArchived(
  { till, event }: JournalEntry,
  { firstEntry, lastEntry }: { firstEntry: number; lastEntry: number },
): boolean {
  if (event.kind !== 'trace' || event.what !== 'archive-made') return false
  const { letter, firstEntry: first, lastEntry: last } = event.detail
  return letter === till && Number(first) <= firstEntry && Number(last) >= lastEntry
}
