import type { Days } from '@/core/days'
import { countsAsTakings } from '@/core/closing/takings'
import type { ClosingEntry } from '@/core/closing/closing'
import type { ClosingV1 } from '@/core/journal/events/closingV1'
import type { JournalEntry } from '@/core/journal/journal'
import type { Space } from '@/core/journal/space'
import type { Accounts } from '@/core/reports/accounts'
import { cashDifference, NOTHING_BOOKED } from '@/core/reports/fec/cashDifference'
import type { Ecriture } from '@/core/reports/fec/ecriture'
import { bookDay } from '@/core/reports/fec/ecritures'

/** Entries of a journal, from one number to another, both included. */
export type EntryRange = ClosingV1['carried'][number]

/** What is booked of a till, whether its journal is this device's or a copy. */
export interface TillBooks {
  /** Closings of days, oldest first. */
  closings: readonly ClosingEntry[]
  /** Oldest first; fewer where some are not on this device. */
  readRange: (range: EntryRange) => Promise<JournalEntry[]>
  /** Floats and counts of the drawer, of all of its journals, in any order. */
  readCash: () => Promise<JournalEntry[]>
  /** Entries of a period behind its last closing. */
  readUnclosed: (days: Days) => AsyncIterable<JournalEntry[]>
  /** An entry that is booked elsewhere: another till recorded the same online order first. */
  isLeftOut?: (entry: JournalEntry) => boolean
}

export interface BookedYear {
  ecritures: Ecriture[]
  /** Closed days whose entries are not on this device. */
  missingDays: string[]
}

/** Books the closed days of a fiscal year of one till. */
export async function bookYear(
  books: TillBooks,
  { accounts, days, space }: { accounts: Accounts; days: Days; space: Space },
): Promise<BookedYear> {
  const { closings } = books
  const ofYear = closings.filter(({ event }) => isWithin(event.of, days))
  const year: BookedYear = { ecritures: [], missingDays: [] }
  const [first] = ofYear
  if (!first) return year
  let booked = await bookedBefore(books, closings.slice(0, closings.indexOf(first)), space)
  for (const closing of ofYear) {
    const entries = await entriesOf(books, closing)
    if (entries === null) {
      year.missingDays.push(closing.event.of)
      continue
    }
    const counted = entries.filter(entry => !books.isLeftOut?.(entry))
    const made = bookDay(accounts, { closing, entries: counted }, booked, space)
    year.ecritures.push(...made.ecritures)
    booked = made.booked
  }
  return year
}

/** Sales of a period that no closing of their till holds yet. */
export async function sumUnclosed(books: TillBooks, days: Days, space: Space) {
  const unclosed = { salesCount: 0, totalCents: 0 }
  for await (const entries of books.readUnclosed(days)) {
    for (const entry of entries) {
      if (!countsAsTakings(entry, space) || books.isLeftOut?.(entry)) continue
      unclosed.salesCount += 1
      unclosed.totalCents += entry.event.totalCents
    }
  }
  return unclosed
}

export const isWithin = (day: string, { from, to }: Days) => day >= from && day <= to

/** Entries that a closing totals: its own, after the carried entries of earlier till codes. */
const rangesOf = ({ till, event: { carried, firstEntry, lastEntry } }: ClosingEntry) => [
  ...carried,
  { till, firstEntry, lastEntry },
]

/** All entries of a closing; null where some are not on this device. */
async function entriesOf(books: TillBooks, closing: ClosingEntry): Promise<JournalEntry[] | null> {
  const entries: JournalEntry[] = []
  for (const range of rangesOf(closing)) {
    const read = await books.readRange(range)
    if (read.length !== range.lastEntry - range.firstEntry + 1) return null
    entries.push(...read)
  }
  return entries
}

/** The drawer's difference booked before a fiscal year, so that it is not booked again. */
async function bookedBefore(books: TillBooks, closings: readonly ClosingEntry[], space: Space) {
  const inOrder = (await books.readCash()).toSorted((a, b) => a.number - b.number)
  let booked = NOTHING_BOOKED
  for (const closing of closings) {
    const entries = rangesOf(closing).flatMap(range =>
      inOrder.filter(
        ({ till, number }) =>
          till === range.till && number >= range.firstEntry && number <= range.lastEntry,
      ),
    )
    booked = cashDifference(booked, entries, closing, space).booked
  }
  return booked
}
