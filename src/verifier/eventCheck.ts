import { canonicalText } from './canonical'
import type { Findings } from './report'
import { carriedOf, perpetualBefore, rangesText } from './links'
import type { Carried, Entry, EntryRange, Event, Link, Purge, Totals } from './shapes'
import { addEntry, addTotals, noSums, sumsText, totalsText, type Sums } from './sums'

/** The closing of a period, its fields checked for presence. */
interface ClosedDay {
  firstEntry: number
  lastEntry: number
  lastSeal: string
  perpetual: Record<string, number>
  totals: Totals
  web: Totals
  carried: EntryRange[]
  /** Number of the closing in its series. */
  ordinal: number
}

const PERPETUAL = [
  ['salesCents', 'totals', 'salesCents'],
  ['refundsCents', 'totals', 'refundsCents'],
  ['webSalesCents', 'web', 'salesCents'],
  ['webRefundsCents', 'web', 'refundsCents'],
  ['salesCount', 'totals', 'salesCount'],
] as const

/**
 * Checks events in their order: documents have consecutive numbers in their series; closings are
 * the sums of their entries, where all of these are in the archive; perpetual totals grow from one
 * day to the next by its totals; meal vouchers pay for no more than the sealed food of a sale.
 */
export function beginEventCheck(findings: Findings, isFromStart: boolean, link: Link | null) {
  const series = beginSeries(findings, isFromStart)
  const closings = beginClosings(findings, isFromStart, link)
  return {
    read(entry: Entry): void {
      series.read(entry)
      closings.read(entry)
      if (isOverFood(entry.event)) findings.fault('vouchers-over-food', entry.number)
    },
    /** After a purge, numbers continue from the counters in its trace. */
    pass(purge: Purge): void {
      series.pass(purge)
    },
  }
}

/** Refunds, which give vouchers back, and sales without sealed food have no limit. */
function isOverFood({ kind, totalCents = 0, foodCents, tenders = [] }: Event): boolean {
  if (kind !== 'sale' || totalCents <= 0 || foodCents === undefined) return false
  const vouchers = tenders.filter(tender => tender.kind === 'meal-voucher')
  const paidCents = vouchers.reduce((sum, { givenCents }) => sum + givenCents, 0)
  return paidCents > Math.max(0, foodCents)
}

function beginSeries(findings: Findings, isFromStart: boolean) {
  const counters = new Map<string, number>()
  return {
    read({ number, event: { document } }: Entry): void {
      if (!document) return
      const before = counters.get(document.series) ?? (isFromStart ? 0 : document.number - 1)
      if (document.number !== before + 1) {
        const detail = `${document.series} ${before} → ${document.number}`
        findings.fault('document-out-of-order', number, detail)
      }
      counters.set(document.series, document.number)
    },
    pass({ counters: purged }: Purge): void {
      for (const [series, number] of Object.entries(purged)) counters.set(series, number)
    },
  }
}

function beginClosings(findings: Findings, isFromStart: boolean, link: Link | null) {
  const days: ClosedDay[] = []
  /** Last entry of the last closing, of months and of years. */
  const endOf = new Map<string, number>()
  /** Entries that no closed day holds yet. */
  let pending: Entry[] = []

  function readDay(entry: Entry, day: ClosedDay): void {
    const before = days.at(-1)
    const within = pending.filter(({ number }) => number <= day.lastEntry)
    pending = pending.filter(({ number }) => number > day.lastEntry)
    const expected = before ? before.lastEntry + 1 : isFromStart ? 1 : day.firstEntry
    if (day.firstEntry !== expected || day.lastEntry >= entry.number) {
      findings.fault('closing-range', entry.number)
    }
    const ofDay = within.filter(({ number }) => number >= day.firstEntry)
    // Where some were purged, or are in an earlier archive, their sum is unknown.
    if (ofDay.length === day.lastEntry - day.firstEntry + 1) {
      const counted = ofDay.filter(({ training }) => training === entry.training)
      const carried = carriedOf(link, 'day', day.ordinal)
      compare(findings, entry, day, {
        counter: sumsOf(counted, 'counter', carried),
        online: sumsOf(counted, 'web', carried),
        ranges: carried?.ranges ?? [],
      })
      const lastSeal = ofDay.at(-1)?.seal ?? before?.lastSeal ?? day.lastSeal
      if (lastSeal !== day.lastSeal) findings.fault('closing-range', entry.number)
    }
    const isFollowing = before !== undefined || isFromStart
    const previous = before?.perpetual ?? perpetualBefore(link)
    if (isFollowing && !addsUp(previous, day)) findings.fault('perpetual-sum', entry.number)
    days.push(day)
  }

  /** Checks a month or a year, where all its days are in the archive. */
  function readPeriod(entry: Entry, period: ClosedDay, kind: string): void {
    const before = endOf.get(kind)
    const begins = (before ?? 0) + 1
    // The first closing of a partial archive follows one that is not in it.
    const isKnown = before !== undefined || isFromStart
    if (isKnown && period.firstEntry !== begins) findings.fault('closing-range', entry.number)
    endOf.set(kind, period.lastEntry)
    const parts = days.filter(
      day => day.firstEntry >= period.firstEntry && day.lastEntry <= period.lastEntry,
    )
    const carried = carriedOf(link, kind, period.ordinal)
    const [first] = parts
    const last = parts.at(-1) ?? carried
    const isEmpty = period.lastEntry === period.firstEntry - 1
    const isWhole = first
      ? first.firstEntry === period.firstEntry && parts.at(-1)?.lastEntry === period.lastEntry
      : isEmpty
    if (!isWhole || !last) {
      if (isFromStart) findings.fault('closing-range', entry.number)
      return
    }
    compare(findings, entry, period, {
      counter: sumsOfDays(parts, 'totals', carried),
      online: sumsOfDays(parts, 'web', carried),
      ranges: [...(carried?.ranges ?? []), ...parts.flatMap(part => part.carried)],
    })
    if (last.lastSeal !== period.lastSeal) findings.fault('closing-range', entry.number)
    if (canonicalText(last.perpetual) !== canonicalText(period.perpetual)) {
      findings.fault('perpetual-sum', entry.number)
    }
  }

  return {
    read(entry: Entry): void {
      const closing = closedBy(entry.event)
      if (closing && entry.event.period === 'day') readDay(entry, closing)
      else if (closing) readPeriod(entry, closing, entry.event.period ?? '')
      pending.push(entry)
    },
  }
}

/** Compares a closing with the sums of its entries, those of earlier till codes included. */
function compare(
  findings: Findings,
  { number }: Entry,
  { totals, web, carried }: ClosedDay,
  expected: { counter: Sums; online: Sums; ranges: readonly EntryRange[] },
): void {
  const isSum =
    totalsText(totals) === sumsText(expected.counter) &&
    totalsText(web) === sumsText(expected.online)
  if (!isSum) findings.fault('closing-sum', number)
  if (rangesText(carried) !== rangesText(expected.ranges)) findings.fault('closing-range', number)
}

function sumsOf(
  entries: readonly Entry[],
  channel: 'counter' | 'web',
  carried: Carried | undefined,
): Sums {
  const sums = noSums()
  if (carried) addTotals(sums, channel === 'web' ? carried.web : carried.totals)
  for (const entry of entries) addEntry(sums, entry, channel)
  return sums
}

function sumsOfDays(
  days: readonly ClosedDay[],
  part: 'totals' | 'web',
  carried: Carried | undefined,
): Sums {
  const sums = noSums()
  if (carried) addTotals(sums, carried[part])
  for (const day of days) addTotals(sums, day[part])
  return sums
}

/** Perpetual totals are those of the day before plus the day's own, and never decrease. */
function addsUp(before: Record<string, number>, day: ClosedDay): boolean {
  return PERPETUAL.every(([name, part, field]) => {
    const was = before[name] ?? 0
    const is = day.perpetual[name] ?? NaN
    return is === was + Number(day[part][field]) && is >= was
  })
}

function closedBy(event: Event): ClosedDay | undefined {
  if (event.kind !== 'closing') return undefined
  const { firstEntry, lastEntry, lastSeal, perpetual, totals, web, carried, document } = event
  const isWhole = firstEntry !== undefined && lastEntry !== undefined && lastSeal !== undefined
  if (!isWhole || !perpetual || !totals || !web || !carried || !document) {
    throw new TypeError('a closing lacks a value')
  }
  const ordinal = document.number
  return { firstEntry, lastEntry, lastSeal, perpetual, totals, web, carried, ordinal }
}
