import { canonicalText } from './canonical'
import { lineFrom } from './chain'
import { linesOf } from './lines'
import { perpetualAfter, perpetualBefore } from './links'
import type { Findings } from './report'
import { ENTRIES_FILE, type Entry, type Link, type Totals } from './shapes'
import { addEntry, addTotals, noSums, sumsText, type Sums } from './sums'
import type { ZipReader } from './zip'

/** Kinds of events that no closing may leave out. */
const COUNTED = new Set(['sale', 'refund', 'payment', 'invoice', 'cash-movement', 'cash-counted'])

interface Both {
  totals: Sums
  web: Sums
}

/**
 * Compares what a journal carries over with the archive of the journal before it: the seal it
 * continues from, the perpetual totals there, and the sums of entries in no closing.
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

/** Compares entries of no closed day: the days carried over must hold all that count. */
function isDaySame(link: Link, entries: readonly Entry[], opening: Entry): boolean {
  const lastDay = closingsIn(entries, 'day').at(-1)
  const carried = link.unclosed.filter(({ period }) => period === 'day')
  const from = (lastDay?.lastEntry ?? 0) + 1
  const to = carried.at(-1)?.ranges.at(-1)?.lastEntry ?? from - 1
  const sums = both()
  let areAllIn = true
  for (const entry of entries) {
    if (entry.number < from || entry.training !== opening.training) continue
    if (entry.number > to && COUNTED.has(entry.event.kind)) areAllIn = false
    if (entry.number > to) continue
    addEntry(sums.totals, entry, 'counter')
    addEntry(sums.web, entry, 'web')
  }
  const before = lastDay?.perpetual ?? perpetualBefore(opening.event.continues ?? null)
  const perpetual = perpetualAfter(before, sums.totals.numbers, sums.web.numbers)
  return (
    areAllIn &&
    textOf(sums) === textOf(sumOf(carried)) &&
    canonicalText(perpetual) === canonicalText(link.perpetual)
  )
}

/**
 * Compares closed days outside every closed month or year, with those that the earlier journal
 * had itself carried over.
 */
function isPeriodSame(
  link: Link,
  entries: readonly Entry[],
  opening: Entry,
  period: 'month' | 'year',
): boolean {
  const made = closingsIn(entries, period)
  const closedTo = made.at(-1)?.lastEntry ?? 0
  const earlier = opening.event.continues?.unclosed.filter(one => one.period === period) ?? []
  const open = closingsIn(entries, 'day').filter(({ lastEntry = 0 }) => lastEntry > closedTo)
  const carried = link.unclosed.filter(one => one.period === period)
  return textOf(sumOf([...earlier.slice(made.length), ...open])) === textOf(sumOf(carried))
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
