import { canonicalText } from './canonical'
import type { Findings } from './report'
import type { Entry, Event, Purge, Totals } from './shapes'
import { addEntry, addTotals, noSums, sumsText, totalsText, type Sums } from './sums'

/** What the closing of a day says, once it was looked at. */
interface ClosedDay {
  firstEntry: number
  lastEntry: number
  lastSeal: string
  perpetual: Record<string, number>
  totals: Totals
  web: Totals
}

const PERPETUAL = [
  ['salesCents', 'totals', 'salesCents'],
  ['refundsCents', 'totals', 'refundsCents'],
  ['webSalesCents', 'web', 'salesCents'],
  ['webRefundsCents', 'web', 'refundsCents'],
  ['salesCount', 'totals', 'salesCount'],
] as const

/**
 * Checks the books as entries come: documents numbered one by one in their series, closings
 * that are the sum of their entries where these are all at hand, perpetual totals that add up
 * from one day to the next and never go back.
 */
export function beginBooks(findings: Findings, isFromStart: boolean) {
  const series = beginSeries(findings, isFromStart)
  const closings = beginClosings(findings, isFromStart)
  return {
    read(entry: Entry): void {
      series.read(entry)
      closings.read(entry)
    },
    /** Numbers go on behind a purge as its trace says. */
    pass(purge: Purge): void {
      series.pass(purge)
    },
  }
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

function beginClosings(findings: Findings, isFromStart: boolean) {
  const days: ClosedDay[] = []
  /** Where the last month and the last year ended. */
  const endOf = new Map<string, number>()
  /** Entries of no closed day yet. */
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
    // Where some were purged, or are in the archive before, there is nothing to sum.
    if (ofDay.length === day.lastEntry - day.firstEntry + 1) {
      const counted = ofDay.filter(({ training }) => training === entry.training)
      compare(entry, day, sumsOf(counted, 'counter'), sumsOf(counted, 'web'))
      const lastSeal = ofDay.at(-1)?.seal ?? before?.lastSeal ?? day.lastSeal
      if (lastSeal !== day.lastSeal) findings.fault('closing-range', entry.number)
    }
    const isFollowing = before !== undefined || isFromStart
    if (isFollowing && !addsUp(before, day)) findings.fault('perpetual-sum', entry.number)
    days.push(day)
  }

  /** A month or a year, where all its days are at hand. */
  function readPeriod(entry: Entry, period: ClosedDay, kind: string): void {
    const before = endOf.get(kind)
    const begins = before === undefined ? days[0]?.firstEntry : before + 1
    // What an archive of a part begins with follows one it does not hold.
    const isKnown = before !== undefined || isFromStart
    if (isKnown && period.firstEntry !== begins) findings.fault('closing-range', entry.number)
    endOf.set(kind, period.lastEntry)
    const parts = days.filter(
      day => day.firstEntry >= period.firstEntry && day.lastEntry <= period.lastEntry,
    )
    const [first] = parts
    const last = parts.at(-1)
    const isWhole = first?.firstEntry === period.firstEntry && last?.lastEntry === period.lastEntry
    if (!isWhole) {
      if (isFromStart) findings.fault('closing-range', entry.number)
      return
    }
    compare(entry, period, sumsOfDays(parts, 'totals'), sumsOfDays(parts, 'web'))
    if (last.lastSeal !== period.lastSeal) findings.fault('closing-range', entry.number)
    if (canonicalText(last.perpetual) !== canonicalText(period.perpetual)) {
      findings.fault('perpetual-sum', entry.number)
    }
  }

  function compare({ number }: Entry, { totals, web }: ClosedDay, counter: Sums, online: Sums) {
    const isSum = totalsText(totals) === sumsText(counter) && totalsText(web) === sumsText(online)
    if (!isSum) findings.fault('closing-sum', number)
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

function sumsOf(entries: readonly Entry[], channel: 'counter' | 'web'): Sums {
  const sums = noSums()
  for (const entry of entries) addEntry(sums, entry, channel)
  return sums
}

function sumsOfDays(days: readonly ClosedDay[], part: 'totals' | 'web'): Sums {
  const sums = noSums()
  for (const day of days) addTotals(sums, day[part])
  return sums
}

/** Perpetual totals are those of the day before and what this one adds: they never go back. */
function addsUp(before: ClosedDay | undefined, day: ClosedDay): boolean {
  return PERPETUAL.every(([name, part, field]) => {
    const was = before?.perpetual[name] ?? 0
    const is = day.perpetual[name] ?? NaN
    return is === was + Number(day[part][field]) && is >= was
  })
}

function closedBy(event: Event): ClosedDay | undefined {
  if (event.kind !== 'closing') return undefined
  const { firstEntry, lastEntry, lastSeal, perpetual, totals, web } = event
  const isWhole = firstEntry !== undefined && lastEntry !== undefined && lastSeal !== undefined
  if (!isWhole || !perpetual || !totals || !web) throw new TypeError('a closing lacks a value')
  return { firstEntry, lastEntry, lastSeal, perpetual, totals, web }
}
