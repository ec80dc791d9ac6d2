import type { Till } from './till'
import { isClosing, type ClosingEntry } from '@/core/closing'
import type { PeriodV1 } from '@/core/events/closingV1'
import { readClosings } from '@/storage/closings'
import { readEntry } from '@/storage/journal'

/** Closings of days, of months or of years, newest first, at most `limit`. */
export function listClosings(till: Till, period: PeriodV1, limit: number): Promise<ClosingEntry[]> {
  return readClosings(till.tillDb, till.letter, period, limit)
}

/** The closing at a place in the journal, exactly as it was sealed; null where there is none. */
export async function findClosing(till: Till, entryNumber: number): Promise<ClosingEntry | null> {
  const entry = await readEntry(till.tillDb, till.letter, entryNumber)
  return entry && isClosing(entry) ? entry : null
}
