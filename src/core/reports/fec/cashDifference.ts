import type { ClosingV1 } from '@/core/journal/events/closingV1'
import type { EntryOf, JournalEntry } from '@/core/journal/journal'
import { isCounted } from '@/core/closing/takings'
import type { Space } from '@/core/journal/space'

/**
 * Cash difference already booked since the drawer was last opened with a float, in cents. A count
 * gives the whole difference since then: counted again, or closed on another day, the difference
 * must be booked only once.
 */
export type BookedDifference = number

/** Before the first closed day. */
export const NOTHING_BOOKED: BookedDifference = 0

/** Cash difference that a closed day adds, in cents; below zero when cash is missing. */
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
  // A count made while closing is the last one of the day.
  if (closing.event.cash) foundCents = closing.event.cash.differenceCents
  book()
  return { differenceCents, booked: bookedCents }
}
