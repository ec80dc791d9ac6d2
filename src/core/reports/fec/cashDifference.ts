import type { ClosingV1 } from '@/core/journal/events/closingV1'
import type { EntryOf, JournalEntry } from '@/core/journal/journal'
import { isCounted } from '@/core/closing/takings'
import type { Space } from '@/core/journal/space'

/**
 * What was already booked of the difference of a drawer since its last float. A count tells all
 * that is missing since then: counted again, or closed another day, it is booked once.
 */
export type BookedDifference = number

export const NOTHING_BOOKED: BookedDifference = 0

/** What a closed day adds to the differences of cash; below zero, cash is missing. */
export function cashDifference(
  booked: BookedDifference,
  entries: readonly JournalEntry[],
  closing: EntryOf<ClosingV1>,
  space: Space = 'shop',
): { differenceCents: number; booked: BookedDifference } {
  let bookedCents = booked
  let foundCents: number | null = null
  let differenceCents = 0
  const book = () => {
    if (foundCents === null) return
    differenceCents += foundCents - bookedCents
    bookedCents = foundCents
    foundCents = null
  }
  for (const entry of entries) {
    if (!isCounted(entry, space)) continue
    if (entry.event.kind === 'cash-counted') foundCents = entry.event.differenceCents
    if (entry.event.kind === 'drawer-opened') {
      book()
      bookedCents = 0
    }
  }
  // Counted while closing: it is the last word on that day.
  if (closing.event.cash) foundCents = closing.event.cash.differenceCents
  book()
  return { differenceCents, booked: bookedCents }
}
