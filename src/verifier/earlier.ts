import { canonicalText } from './canonical'
import { lineFrom } from './chain'
import { linesOf } from './lines'
import { perpetualAfter, perpetualBefore } from './links'
import type { Findings } from './report'
import { ENTRIES_FILE, type Entry, type Link, type Totals } from './shapes'
import { addEntry, addTotals, noSums, sumsText, type Sums } from './sums'
import type { ZipReader } from './zip'

/** What of an entry no closing may leave out. */
const COUNTED = new Set(['sale', 'refund', 'payment', 'invoice', 'cash-movement', 'cash-counted'])

interface Both {
  totals: Sums
  web: Sums
}

/**
 * What a letter carries over, against the archive of the letter before: the seal that it goes
 * on from, the perpetual totals there, and the sum of what no closing of that letter holds.
 */
export function compareWithEarlier(link: Link, earlier: ZipReader, findings: Findings): void {
  const entries: Entry[] = []
  for (const text of linesOf(earlier.read(ENTRIES_FILE) ?? new Uint8Array())) {
    const entry = lineFrom(text)?.entry
    if (entry && entry.number <= link.number) entries.push(entry)
  }
  const [opening] = entries
  const last = entries.at(-1)
  if (opening?.number !== 1 || last?.number !== link.number) {
    findings.note('earlier-partial', null, link.till)
    return
  }
  const isSame =
    last.seal === link.seal &&
    isDaySame(link, entries, opening) &&
    (['month', 'year'] as const).every(period => isPeriodSame(link, entries, opening, period))
  if (!isSame) findings.fault('link-differs', 1, link.till)
}

/** Entries of no closed day: they are in the days carried over, and nothing sold is in none. */
function isDaySame(link: Link, entries: readonly Entry[], opening: Entry): boolean {
  const lastDay = closingsIn(entries, 'day').at(-1)
  const told = link.unclosed.filter(({ period }) => period === 'day')
  const from = (lastDay?.lastEntry ?? 0) + 1
  const to = told.at(-1)?.ranges.at(-1)?.lastEntry ?? from - 1
  const sums = both()
  let isAllTold = true
  for (const entry of entries) {
    if (entry.number < from || entry.training !== opening.training) continue
    if (entry.number > to && COUNTED.has(entry.event.kind)) isAllTold = false
    if (entry.number > to) continue
    addEntry(sums.totals, entry, 'counter')
    addEntry(sums.web, entry, 'web')
  }
  const before = lastDay?.perpetual ?? perpetualBefore(opening.event.continues ?? null)
  const perpetual = perpetualAfter(before, sums.totals.numbers, sums.web.numbers)
  return (
    isAllTold &&
    textOf(sums) === textOf(sumOf(told)) &&
    canonicalText(perpetual) === canonicalText(link.perpetual)
  )
}

/** Closed days of no closed month or year, with what that letter had carried over itself. */
function isPeriodSame(
  link: Link,
  entries: readonly Entry[],
  opening: Entry,
  period: 'month' | 'year',
): boolean {
  const made = closingsIn(entries, period)
  const closedTo = made.at(-1)?.lastEntry ?? 0
  const carried = opening.event.continues?.unclosed.filter(one => one.period === period) ?? []
  const open = closingsIn(entries, 'day').filter(({ lastEntry = 0 }) => lastEntry > closedTo)
  const told = link.unclosed.filter(one => one.period === period)
  return textOf(sumOf([...carried.slice(made.length), ...open])) === textOf(sumOf(told))
}

const closingsIn = (entries: readonly Entry[], period: string) =>
  entries.flatMap(({ event }) => (event.period === period ? event : []))

const both = (): Both => ({ totals: noSums(), web: noSums() })
const textOf = ({ totals, web }: Both) => `${sumsText(totals)}\n${sumsText(web)}`

function sumOf(parts: readonly { totals?: Totals; web?: Totals }[]): Both {
  const sums = both()
  for (const { totals, web } of parts) {
    if (totals) addTotals(sums.totals, totals)
    if (web) addTotals(sums.web, web)
  }
  return sums
}
