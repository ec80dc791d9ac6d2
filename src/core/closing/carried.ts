import { canonicalJson } from '@/core/journal/canonicalJson'
import {
  closeDay,
  closePeriod,
  forgottenDay,
  NO_PERPETUAL,
  unclosedPeriods,
  type PreviousClosing,
  type ClosedPeriod,
  type Part,
} from './closing'
import { joinRanges } from '@/core/journal/entryRanges'
import type { CarriedV1, ClosingV1, PeriodV1, PerpetualV1 } from '@/core/journal/events/closingV1'
import type { JournalLinkV1 } from '@/core/journal/events/v1'
import { isJournalOpened, type JournalEntry } from '@/core/journal/journal'
import type { Space } from '@/core/journal/space'

/** State of the closings of a journal at the point where another journal continues it. */
export interface JournalLeft {
  till: string
  /** The journal that this one itself continues. */
  continues: JournalLinkV1 | null
  /** All its closings, oldest first. */
  closings: readonly ClosingV1[]
  /** All entries since its last daily closing. */
  since: readonly JournalEntry[]
}

/**
 * What the next till code continues with: the perpetual totals at the journal's last entry, and the
 * totals of the days, months and years it did not close. No sale is then missing from every
 * closing, and no perpetual total decreases (R6, R26).
 */
export function carriedFrom(
  left: JournalLeft,
  space: Space = 'shop',
): Pick<JournalLinkV1, 'perpetual' | 'unclosed'> {
  const days = unclosedDays(left, space)
  const previous = days.at(-1) ?? previousOf(left)
  return {
    perpetual: previous?.perpetual ?? NO_PERPETUAL,
    unclosed: [
      ...days.map(day => carriedOf(left.till, day)),
      ...unclosedOf(left, 'month'),
      ...unclosedOf(left, 'year'),
    ],
  }
}

/** What the first day of a journal follows: the perpetual totals of the journal it continues. */
export function previousOfLink(continues: JournalLinkV1 | null): PreviousClosing | undefined {
  return continues ? { lastEntry: 0, lastSeal: '', perpetual: continues.perpetual } : undefined
}

/** Totals of earlier till codes in the closing with this document number, if any. */
export function carriedInto(
  continues: JournalLinkV1 | null,
  period: PeriodV1,
  number: number,
): CarriedV1 | undefined {
  return carriedOfPeriod(continues, period)[number - 1]
}

/**
 * Months or years that earlier till codes did not close and that no closing up to `last` covers.
 */
export function carriedParts(
  continues: JournalLinkV1 | null,
  period: 'month' | 'year',
  last: Pick<ClosingV1, 'document' | 'lastEntry'> | undefined,
): Part[] {
  const lastEntry = last?.lastEntry ?? 0
  return carriedOfPeriod(continues, period)
    .slice(last?.document.number ?? 0)
    .map(({ of, totals, web, perpetual, lastSeal, ranges }) => ({
      of,
      totals,
      web,
      perpetual,
      lastSeal,
      carried: ranges,
      firstEntry: lastEntry + 1,
      lastEntry,
    }))
}

/**
 * The closing of a day that an earlier till code left open. It is made right after the opening
 * entry, or after the previous such closing, and covers that single entry of this journal.
 */
export function closeCarriedDay(
  { of, totals, web, perpetual, ranges: carried }: CarriedV1,
  { number, seal: lastSeal }: Pick<JournalEntry, 'number' | 'seal'>,
): ClosedPeriod {
  const entries = { firstEntry: number, lastEntry: number }
  return { period: 'day', of, ...entries, totals, web, carried, perpetual, lastSeal }
}

/** The perpetual totals before the first closing under a till code. */
export function perpetualBefore(continues: JournalLinkV1 | null): PerpetualV1 {
  const [first] = carriedOfPeriod(continues, 'day')
  if (!first) return continues?.perpetual ?? NO_PERPETUAL
  const { perpetual, totals, web } = first
  return {
    salesCents: perpetual.salesCents - totals.salesCents,
    refundsCents: perpetual.refundsCents - totals.refundsCents,
    webSalesCents: perpetual.webSalesCents - web.salesCents,
    webRefundsCents: perpetual.webRefundsCents - web.refundsCents,
    salesCount: perpetual.salesCount - totals.salesCount,
  }
}

/**
 * Whether the perpetual totals of a link equal the totals at the end of the last day it carries
 * over.
 */
export function isLinkWhole(continues: JournalLinkV1 | null): boolean {
  const last = carriedOfPeriod(continues, 'day').at(-1)
  return !last || canonicalJson(last.perpetual) === canonicalJson(continues?.perpetual)
}

/** Whether a link carries over exactly what the continued journal left open. */
export function carriesAll(
  { perpetual, unclosed }: JournalLinkV1,
  left: ReturnType<typeof carriedFrom>,
): boolean {
  return canonicalJson({ perpetual, unclosed }) === canonicalJson(left)
}

/** State of the closings of a journal up to an entry, where another journal continues it. */
export function journalUpTo(entries: readonly JournalEntry[], number: number): JournalLeft {
  const read = entries.filter(entry => entry.number <= number)
  const [first] = read
  const closings = read.flatMap(({ event }) => (event.kind === 'closing' ? event : []))
  return {
    till: first?.till ?? '',
    continues: first && isJournalOpened(first) ? first.event.continues : null,
    closings,
    since: read.filter(entry => entry.number > lastClosed(closings)),
  }
}

/** Number of the last entry covered by a daily closing; 0 before the first. */
export const lastClosed = (closings: readonly ClosingV1[]): number =>
  closings.findLast(({ period }) => period === 'day')?.lastEntry ?? 0

const carriedOfPeriod = (continues: JournalLinkV1 | null, period: PeriodV1) =>
  continues?.unclosed.filter(one => one.period === period) ?? []

function previousOf({ closings, continues }: JournalLeft): PreviousClosing | undefined {
  return closings.findLast(({ period }) => period === 'day') ?? previousOfLink(continues)
}

/** The days that are not closed, each closed for its own day, as a till opened later would do. */
function unclosedDays(left: JournalLeft, space: Space): ClosedPeriod[] {
  const days: ClosedPeriod[] = []
  let rest = left.since
  for (;;) {
    const day = forgottenDay(rest, LATER, space)
    if (day === undefined) return days
    const closed = closeDay(days.at(-1) ?? previousOf(left), rest, day, space)
    days.push(closed)
    rest = rest.filter(({ number }) => number > closed.lastEntry)
  }
}

function unclosedOf(left: JournalLeft, period: 'month' | 'year'): CarriedV1[] {
  const { closings, continues, till } = left
  const last = closings.findLast(one => one.period === period)
  const days = closings.filter(one => one.period === 'day')
  const earlier = carriedParts(continues, period, last)
  return unclosedPeriods(period, days, last, LATER, earlier).map(({ of, parts }) =>
    carriedOf(till, closePeriod(period, of, parts)),
  )
}

function carriedOf(tillCode: string, closed: ClosedPeriod): CarriedV1 {
  const { period, of, totals, web, perpetual, lastSeal, carried, firstEntry, lastEntry } = closed
  const own = lastEntry < firstEntry ? [] : [{ till: tillCode, firstEntry, lastEntry }]
  return { period, of, totals, web, perpetual, lastSeal, ranges: joinRanges([...carried, ...own]) }
}

const LATER = '9999-12-31'
