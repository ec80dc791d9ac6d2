import type { SaleEntry } from '@/core/journal/journal'
import { referenceKey } from '@/core/journal/entryReference'
import type { Space } from '@/core/journal/space'
import { countsAsTakings } from './takings'

/** What was taken on a business day, less refunds, from the sales that were read so far. */
export interface DayTakings {
  day: string
  counterCents: number
  webCents: number
  /** The day's sales that were read, by entry reference: each counts once. */
  read: ReadonlySet<string>
  /** Whether every sale of the day was read. */
  isWhole: boolean
}

export const noTakings = (day: string): DayTakings => ({
  day,
  counterCents: 0,
  webCents: 0,
  read: new Set(),
  isWhole: false,
})

/**
 * Adds the newest sales, newest first, to a day's takings. They may overlap with sales read before.
 * The day is whole once they reach back to a sale that was known, to an earlier day, or to the
 * first sale of all (`hasMore` is false).
 */
export function addNewest(
  before: DayTakings,
  newestFirst: readonly SaleEntry[],
  hasMore: boolean,
  space: Space = 'shop',
): DayTakings {
  const { day } = before
  const ofDay = newestFirst.filter(sale => sale.day === day)
  const fresh = ofDay.filter(sale => !before.read.has(referenceKey(sale)))
  const counted = fresh.filter(sale => countsAsTakings(sale, space))
  const centsOf = (channel: 'counter' | 'web') =>
    counted
      .filter(({ event }) => event.channel === channel)
      .reduce((sum, { event }) => sum + event.totalCents, 0)
  const reachesEarlier = newestFirst.some(sale => sale.day < day)
  return {
    day,
    counterCents: before.counterCents + centsOf('counter'),
    webCents: before.webCents + centsOf('web'),
    read: new Set([...before.read, ...fresh.map(referenceKey)]),
    isWhole: !hasMore || reachesEarlier || (before.isWhole && fresh.length < ofDay.length),
  }
}
