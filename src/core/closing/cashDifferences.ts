import { isClosing } from './closing'
import type { JournalEntry } from '@/core/journal/journal'

/** A count of a drawer that did not come to what the journal expects in it. */
export interface CashDifference {
  /** The till whose drawer it is. */
  till: string
  /** Number of the entry that says it. */
  number: number
  /** Said by the closing of the day, not by a count before it. */
  isClosing: boolean
  /** The business day that was closed, or on which cash was counted. */
  day: string
  /** More than expected is above zero. */
  differenceCents: number
  /** What whoever counted said of it; may be empty. */
  reason: string
}

/**
 * Differences of a drawer since a business day, the latest first: of each day's closing, and of the
 * counts since the last one. A count before a closing is left out, because the closing counts anew.
 * `entries` are closings of days and counts of one journal, in any order. Training is left out.
 */
export function cashDifferences(
  entries: readonly JournalEntry[],
  fromDay: string,
): CashDifference[] {
  const latestFirst = entries
    .filter(({ training }) => !training)
    .toSorted((one, other) => other.number - one.number)
  const found: CashDifference[] = []
  let isClosed = false
  for (const entry of latestFirst) {
    const { till, number, event } = entry
    if (isClosing(entry)) {
      isClosed = true
      const { of: day, cash } = entry.event
      if (day >= fromDay && cash) {
        found.push({ till, number, isClosing: true, day, ...saidIn(cash) })
      }
    } else if (event.kind === 'cash-counted' && !isClosed && entry.day >= fromDay) {
      found.push({ till, number, isClosing: false, day: entry.day, ...saidIn(event) })
    }
  }
  return found.filter(({ differenceCents }) => differenceCents !== 0)
}

const saidIn = ({ differenceCents, reason }: { differenceCents: number; reason: string }) => ({
  differenceCents,
  reason,
})
