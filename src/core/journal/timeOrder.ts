import type { JournalEntry } from './journal'

/**
 * Puts entries of any journals in the order of their times, and those of one instant always in the
 * same order, whichever came first.
 */
export const byTime = (
  one: Pick<JournalEntry, 'at' | 'seal'>,
  other: Pick<JournalEntry, 'at' | 'seal'>,
): number => Date.parse(one.at) - Date.parse(other.at) || (one.seal < other.seal ? -1 : 1)
