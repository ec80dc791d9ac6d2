import { assert } from './assert'
import type { ClosingV1, PeriodV1, PerpetualV1, TotalsV1 } from './events/closingV1'
import type { JournalEntry } from './journal'
import { counts } from './takings'
import { addTotals, NO_TOTALS, totalsOf } from './totals'

/** What a closing says that is computed; who made it and its number are given with the seal. */
export type ClosedPeriod = Pick<
  ClosingV1,
  'period' | 'of' | 'firstEntry' | 'lastEntry' | 'totals' | 'web' | 'perpetual' | 'lastSeal'
>

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

/**
 * The closing of a day: all entries since the last day's closing up to the first of a later
 * day. A sale sealed early the next morning, before a forgotten closing was made up, is not
 * in it; one sealed with a clock set back is in the closing that follows (R6).
 */
export function closeDay(
  before: ClosingV1 | undefined,
  since: readonly JournalEntry[],
  day: string,
  ofLessons = false,
): ClosedPeriod {
  const firstEntry = (before?.lastEntry ?? 0) + 1
  const firstLater = since.findIndex(entry => entry.day > day)
  const closed = firstLater === -1 ? since : since.slice(0, firstLater)
  assert(
    closed.every((entry, index) => entry.number === firstEntry + index),
    'no entry is left out',
  )
  const totals = totalsOf(closed, 'counter', ofLessons)
  const web = totalsOf(closed, 'web', ofLessons)
  const last = closed.at(-1)
  return {
    period: 'day',
    of: day,
    firstEntry,
    lastEntry: last?.number ?? firstEntry - 1,
    totals,
    web,
    perpetual: addPerpetual(before?.perpetual ?? NO_PERPETUAL, totals, web),
    lastSeal: last?.seal ?? before?.lastSeal ?? '',
  }
}

/** The closing of a month from those of its days, or of a year from those of its months. */
export function closePeriod(
  period: 'month' | 'year',
  of: string,
  parts: readonly ClosingV1[],
): ClosedPeriod {
  const [first] = parts
  const last = parts.at(-1)
  assert(first !== undefined && last !== undefined, 'a period closes its parts')
  assert(
    parts.every(part => periodOf(part.of, period) === of),
    'the parts are of the period',
  )
  return {
    period,
    of,
    firstEntry: first.firstEntry,
    lastEntry: last.lastEntry,
    totals: parts.reduce((sum, part) => addTotals(sum, part.totals), NO_TOTALS),
    web: parts.reduce((sum, part) => addTotals(sum, part.web), NO_TOTALS),
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
  ofLessons = false,
): string | undefined {
  const first = since.findIndex(entry => closes(entry, ofLessons))
  if (first === -1) return undefined
  // Up to there, the latest: with a clock set back, an earlier day would close nothing.
  const day = latestDay(since.slice(0, first + 1), '')
  return day < today ? day : undefined
}

/** The day that a closing made now is for: today, unless the clock was set back since. */
export const latestDay = (since: readonly JournalEntry[], today: string): string =>
  since.reduce((latest, { day }) => (day > latest ? day : latest), today)

/** Whether there is anything to close: what counts and is no trace nor closing. */
export function closes(entry: JournalEntry, ofLessons = false): boolean {
  const { kind } = entry.event
  return (
    counts(entry, ofLessons) && kind !== 'trace' && kind !== 'closing' && kind !== 'journal-opened'
  )
}

/** Months or years that are over and whose parts are all closed, but they are not. */
export function unclosedPeriods(
  period: 'month' | 'year',
  parts: readonly ClosingV1[],
  closed: readonly ClosingV1[],
  today: string,
): { of: string; parts: ClosingV1[] }[] {
  const closedTo = closed.at(-1)?.lastEntry ?? 0
  const byPeriod = new Map<string, ClosingV1[]>()
  for (const part of parts) {
    const of = periodOf(part.of, period)
    if (part.lastEntry <= closedTo || of >= periodOf(today, period)) continue
    byPeriod.set(of, [...(byPeriod.get(of) ?? []), part])
  }
  return [...byPeriod].map(([of, ofPeriod]) => ({ of, parts: ofPeriod }))
}

function addPerpetual(before: PerpetualV1, totals: TotalsV1, web: TotalsV1): PerpetualV1 {
  return {
    salesCents: before.salesCents + totals.salesCents,
    refundsCents: before.refundsCents + totals.refundsCents,
    webSalesCents: before.webSalesCents + web.salesCents,
    webRefundsCents: before.webRefundsCents + web.refundsCents,
    salesCount: before.salesCount + totals.salesCount,
  }
}
