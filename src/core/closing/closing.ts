import { assert } from '@/core/assert'
import type { ClosingV1, PeriodV1, PerpetualV1, TotalsV1 } from '@/core/journal/events/closingV1'
import { joinRanges } from '@/core/journal/entryRanges'
import type { EntryOf, JournalEntry } from '@/core/journal/journal'
import { isCounted } from './takings'
import { addTotals, NO_TOTALS, totalsOf } from './totals'
import type { Space } from '@/core/journal/space'

export type ClosingEntry = EntryOf<ClosingV1>

/** The computed part of a closing; its user and its number are added when it is sealed. */
export type ClosedPeriod = Pick<
  ClosingV1,
  | 'period'
  | 'of'
  | 'firstEntry'
  | 'lastEntry'
  | 'totals'
  | 'web'
  | 'carried'
  | 'perpetual'
  | 'lastSeal'
>

/** The daily closing before a day: where the day begins. */
export type PreviousClosing = Pick<ClosingV1, 'lastEntry' | 'lastSeal' | 'perpetual'>

/** A part of a month or year: a daily closing, or totals carried over from earlier till codes. */
export type Part = Omit<ClosedPeriod, 'period'>

/** Perpetual totals before any sale. */
export const NO_PERPETUAL: PerpetualV1 = {
  salesCents: 0,
  refundsCents: 0,
  webSalesCents: 0,
  webRefundsCents: 0,
  salesCount: 0,
}

/** The day, month or year that contains a day, as closings name it. */
export const periodOf = (day: string, period: PeriodV1): string =>
  period === 'day' ? day : day.slice(0, period === 'month' ? 7 : 4)

/** A day as far as its entries were read: a long journal is read in parts. */
export interface RunningDay {
  firstEntry: number
  /** Number and seal of the last entry read; of the previous closing before any entry was read. */
  lastEntry: number
  lastSeal: string
  /** Latest day of its entries; empty before the first. */
  latestDay: string
  /** Whether there is anything to close. */
  isBegun: boolean
  /** An entry of a later day was read: no further entry belongs to this day. */
  isOver: boolean
  totals: TotalsV1
  web: TotalsV1
  /** Perpetual totals at the beginning of the day. */
  perpetual: PerpetualV1
}

/** A day of which no entry was read yet. */
export function startDay(before: PreviousClosing | undefined): RunningDay {
  return {
    firstEntry: (before?.lastEntry ?? 0) + 1,
    lastEntry: before?.lastEntry ?? 0,
    lastSeal: before?.lastSeal ?? '',
    latestDay: '',
    isBegun: false,
    isOver: false,
    totals: NO_TOTALS,
    web: NO_TOTALS,
    perpetual: before?.perpetual ?? NO_PERPETUAL,
  }
}

/**
 * Adds the following entries to a day, up to the first entry of a day later than `until`, if given.
 */
export function extendDay(
  running: RunningDay,
  entries: readonly JournalEntry[],
  until: string | undefined,
  space: Space = 'shop',
): RunningDay {
  if (running.isOver) return running
  const firstLater = until === undefined ? -1 : entries.findIndex(entry => entry.day > until)
  const read = firstLater === -1 ? entries : entries.slice(0, firstLater)
  assert(
    read.every((entry, index) => entry.number === running.lastEntry + 1 + index),
    'the entries of a day follow without a gap',
  )
  const last = read.at(-1)
  return {
    ...running,
    lastEntry: last?.number ?? running.lastEntry,
    lastSeal: last?.seal ?? running.lastSeal,
    latestDay: latestDay(read, running.latestDay),
    isBegun: running.isBegun || read.some(entry => isClosable(entry, space)),
    isOver: firstLater !== -1,
    totals: addTotals(running.totals, totalsOf(read, 'counter', space)),
    web: addTotals(running.web, totalsOf(read, 'web', space)),
  }
}

/** The closing of a day whose entries were all read. */
export function closedDay(running: RunningDay, day: string): ClosedPeriod {
  const { firstEntry, lastEntry, lastSeal, totals, web } = running
  const perpetual = addPerpetual(running.perpetual, totals, web)
  const carried: ClosingV1['carried'] = []
  return {
    period: 'day',
    of: day,
    firstEntry,
    lastEntry,
    totals,
    web,
    carried,
    perpetual,
    lastSeal,
  }
}

/**
 * The closing of a day: all entries since the last daily closing, up to the first entry of a later
 * day. A sale sealed early the next morning, before a forgotten closing was made up, is not in it.
 * A sale sealed with the clock set back is in the next closing (R6).
 */
export function closeDay(
  before: PreviousClosing | undefined,
  since: readonly JournalEntry[],
  day: string,
  space: Space = 'shop',
): ClosedPeriod {
  return closedDay(extendDay(startDay(before), since, day, space), day)
}

/** The closing of a month or year from its daily closings. */
export function closePeriod(
  period: 'month' | 'year',
  of: string,
  parts: readonly Part[],
): ClosedPeriod {
  const [first] = parts
  const last = parts.at(-1)
  assert(first !== undefined && last !== undefined, 'a period has at least one part')
  assert(
    parts.every(part => periodOf(part.of, period) <= of),
    'no part belongs to a later period',
  )
  return {
    period,
    of,
    firstEntry: first.firstEntry,
    lastEntry: last.lastEntry,
    totals: parts.reduce((sum, part) => addTotals(sum, part.totals), NO_TOTALS),
    web: parts.reduce((sum, part) => addTotals(sum, part.web), NO_TOTALS),
    carried: joinRanges(parts.flatMap(part => part.carried)),
    perpetual: last.perpetual,
    lastSeal: last.lastSeal,
  }
}

/**
 * The oldest day before `today` whose closing was forgotten; undefined when there is none. Traces
 * alone do not need a closing: they go into the closing of the next day with sales.
 */
export function forgottenDay(
  since: readonly JournalEntry[],
  today: string,
  space: Space = 'shop',
): string | undefined {
  const first = since.findIndex(entry => isClosable(entry, space))
  if (first === -1) return undefined
  // The latest day up to that entry: when the clock was set back, the entry's own, earlier day
  // would close nothing.
  const day = latestDay(since.slice(0, first + 1), '')
  return day < today ? day : undefined
}

/** The day of a closing made now: today, or a later day when the clock was set back since. */
export const latestDay = (since: readonly JournalEntry[], today: string): string =>
  since.reduce((latest, { day }) => (day > latest ? day : latest), today)

/**
 * Whether an entry needs a closing: it belongs to the space and is no trace, closing or opening.
 */
export function isClosable(entry: JournalEntry, space: Space = 'shop'): boolean {
  const { kind } = entry.event
  return (
    isCounted(entry, space) && kind !== 'trace' && kind !== 'closing' && kind !== 'journal-opened'
  )
}

/**
 * Months or years that are over and whose days are all closed, but that are not closed themselves;
 * oldest first. A day closed with the clock set back belongs to the period of the days before it,
 * so that no day is left out. Periods that earlier till codes left open (`carried`) come first.
 */
export function unclosedPeriods(
  period: 'month' | 'year',
  days: readonly Part[],
  last: Pick<ClosingV1, 'lastEntry'> | undefined,
  today: string,
  carried: readonly Part[] = [],
): { of: string; parts: Part[] }[] {
  const closedTo = last?.lastEntry ?? 0
  const unclosed: { of: string; parts: Part[] }[] = []
  for (const part of [...carried, ...days.filter(({ lastEntry }) => lastEntry > closedTo)]) {
    const of = periodOf(part.of, period)
    const current = unclosed.at(-1)
    if (current && of <= current.of) current.parts.push(part)
    else unclosed.push({ of, parts: [part] })
  }
  const firstOpen = unclosed.findIndex(({ of }) => of >= periodOf(today, period))
  return firstOpen === -1 ? unclosed : unclosed.slice(0, firstOpen)
}

/**
 * Whether a closing is made late: a daily closing after its own day, a monthly or yearly closing
 * once the following month or year is over too.
 */
export function isLate(period: PeriodV1, of: string, today: string): boolean {
  if (period === 'day') return of < today
  const [year = 0, month = 12] = of.split('-').map(Number)
  const dayAfter = new Date(Date.UTC(year, month, 1)).toISOString()
  return periodOf(dayAfter, period) < periodOf(today, period)
}

/** Whether an entry is a closing. */
export function isClosing(entry: JournalEntry): entry is ClosingEntry {
  return entry.event.kind === 'closing'
}

/** Perpetual totals after the totals of one day. */
export function addPerpetual(before: PerpetualV1, totals: TotalsV1, web: TotalsV1): PerpetualV1 {
  return {
    salesCents: before.salesCents + totals.salesCents,
    refundsCents: before.refundsCents + totals.refundsCents,
    webSalesCents: before.webSalesCents + web.salesCents,
    webRefundsCents: before.webRefundsCents + web.refundsCents,
    salesCount: before.salesCount + totals.salesCount,
  }
}
