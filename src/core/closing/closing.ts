import { assert } from '@/core/assert'
import type { ClosingV1, PeriodV1, PerpetualV1, TotalsV1 } from '@/core/journal/events/closingV1'
import { joinRanges } from '@/core/journal/entryRanges'
import type { EntryOf, JournalEntry } from '@/core/journal/journal'
import { isCounted } from './takings'
import { addTotals, NO_TOTALS, totalsOf } from './totals'
import type { Space } from '@/core/journal/space'

export type ClosingEntry = EntryOf<ClosingV1>

/** What a closing says that is computed; who made it and its number are given with the seal. */
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

/** Where a day begins: behind the closing of the one before. */
export type PreviousClosing = Pick<ClosingV1, 'lastEntry' | 'lastSeal' | 'perpetual'>

/** What a month or a year is closed from: closings of days, or what was carried over. */
export type Part = Omit<ClosedPeriod, 'period'>

export const NO_PERPETUAL: PerpetualV1 = {
  salesCents: 0,
  refundsCents: 0,
  webSalesCents: 0,
  webRefundsCents: 0,
  salesCount: 0,
}

/** The month or year a day is in, as closings name it. */
export const periodOf = (day: string, period: PeriodV1): string =>
  period === 'day' ? day : day.slice(0, period === 'month' ? 7 : 4)

/** A day as far as its entries were read: a long journal is read in parts. */
export interface RunningDay {
  firstEntry: number
  /** Number and seal of the last one read; those of the closing before as long as none was. */
  lastEntry: number
  lastSeal: string
  /** Latest day of its entries; empty before the first. */
  latestDay: string
  /** Whether there is anything to close. */
  isBegun: boolean
  /** An entry of a later day was met: nothing that follows is of this one. */
  isOver: boolean
  totals: TotalsV1
  web: TotalsV1
  /** At its beginning. */
  perpetual: PerpetualV1
}

/** A day of which nothing was read yet. */
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

/** The same with the entries that follow, up to the first of a day later than `until`, if any. */
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
    'no entry is left out',
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

/** The closing of a day, once all of it was read. */
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
 * The closing of a day: all entries since the last day's closing up to the first of a later
 * day. A sale sealed early the next morning, before a forgotten closing was made up, is not
 * in it; one sealed with a clock set back is in the closing that follows (R6).
 */
export function closeDay(
  before: PreviousClosing | undefined,
  since: readonly JournalEntry[],
  day: string,
  space: Space = 'shop',
): ClosedPeriod {
  return closedDay(extendDay(startDay(before), since, day, space), day)
}

/** The closing of a month or of a year from those of its days. */
export function closePeriod(
  period: 'month' | 'year',
  of: string,
  parts: readonly Part[],
): ClosedPeriod {
  const [first] = parts
  const last = parts.at(-1)
  assert(first !== undefined && last !== undefined, 'a period closes its parts')
  assert(
    parts.every(part => periodOf(part.of, period) <= of),
    'no part is of a later period',
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
 * The oldest day before `today` that has something to close: its closing was forgotten.
 * Undefined when none is; traces alone close with the next day that sold.
 */
export function forgottenDay(
  since: readonly JournalEntry[],
  today: string,
  space: Space = 'shop',
): string | undefined {
  const first = since.findIndex(entry => isClosable(entry, space))
  if (first === -1) return undefined
  // Up to there, the latest: with a clock set back, an earlier day would close nothing.
  const day = latestDay(since.slice(0, first + 1), '')
  return day < today ? day : undefined
}

/** The day that a closing made now is for: today, unless the clock was set back since. */
export const latestDay = (since: readonly JournalEntry[], today: string): string =>
  since.reduce((latest, { day }) => (day > latest ? day : latest), today)

/** Whether there is anything to close: what counts and is no trace nor closing. */
export function isClosable(entry: JournalEntry, space: Space = 'shop'): boolean {
  const { kind } = entry.event
  return (
    isCounted(entry, space) && kind !== 'trace' && kind !== 'closing' && kind !== 'journal-opened'
  )
}

/**
 * Months or years that are over and whose days are all closed, but they are not; oldest first,
 * each with all days up to the first of a later one. A day closed with a clock set back goes
 * with those before it, so that none is ever left out. What earlier letters left unclosed
 * (`carried`) comes first.
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
 * Whether a closing is made after its own day; that of a month or a year, which can only be
 * made once it is over, when the one that follows is over too.
 */
export function isLate(period: PeriodV1, of: string, today: string): boolean {
  if (period === 'day') return of < today
  const [year = 0, month = 12] = of.split('-').map(Number)
  const dayAfter = new Date(Date.UTC(year, month, 1)).toISOString()
  return periodOf(dayAfter, period) < periodOf(today, period)
}

export function isClosing(entry: JournalEntry): entry is ClosingEntry {
  return entry.event.kind === 'closing'
}

/** What was ever sold, once a day's totals are added to it. */
export function addPerpetual(before: PerpetualV1, totals: TotalsV1, web: TotalsV1): PerpetualV1 {
  return {
    salesCents: before.salesCents + totals.salesCents,
    refundsCents: before.refundsCents + totals.refundsCents,
    webSalesCents: before.webSalesCents + web.salesCents,
    webRefundsCents: before.webRefundsCents + web.refundsCents,
    salesCount: before.salesCount + totals.salesCount,
  }
}
