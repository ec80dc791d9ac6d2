import { canonicalText } from './canonical'
import type { Carried, EntryRange, Link } from './shapes'

const NAMES = [
  ['salesCents', 'totals', 'salesCents'],
  ['refundsCents', 'totals', 'refundsCents'],
  ['webSalesCents', 'web', 'salesCents'],
  ['webRefundsCents', 'web', 'refundsCents'],
  ['salesCount', 'totals', 'salesCount'],
] as const

/** Totals of earlier till codes in the closing with this number: one per closing, in order. */
export function carriedOf(link: Link | null, period: string, ordinal: number): Carried | undefined {
  return link?.unclosed.filter(one => one.period === period)[ordinal - 1]
}

/** Perpetual totals before a journal's first closing. */
export function perpetualBefore(link: Link | null): Record<string, number> {
  if (!link) return Object.fromEntries(NAMES.map(([name]) => [name, 0]))
  const first = carriedOf(link, 'day', 1)
  if (!first) return link.perpetual
  return Object.fromEntries(
    NAMES.map(([name, part, field]) => [
      name,
      (first.perpetual[name] ?? NaN) - Number(first[part][field]),
    ]),
  )
}

/** Perpetual totals after a day. */
export function perpetualAfter(
  before: Record<string, number>,
  totals: Record<string, number>,
  web: Record<string, number>,
): Record<string, number> {
  const added = { totals, web }
  return Object.fromEntries(
    NAMES.map(([name, part, field]) => [name, (before[name] ?? NaN) + (added[part][field] ?? NaN)]),
  )
}

/** Whether the perpetual totals carried over equal those after the last day carried over. */
export function isLinkWhole({ perpetual, unclosed }: Link): boolean {
  const last = unclosed.findLast(({ period }) => period === 'day')
  return !last || canonicalText(last.perpetual) === canonicalText(perpetual)
}

/** Ranges as one text; adjacent ranges give the same text as one range. */
export function rangesText(ranges: readonly EntryRange[]): string {
  const joined: EntryRange[] = []
  for (const { till, firstEntry, lastEntry } of ranges) {
    const before = joined.at(-1)
    if (before?.till === till && before.lastEntry + 1 === firstEntry) before.lastEntry = lastEntry
    else joined.push({ till, firstEntry, lastEntry })
  }
  return joined.map(one => `${one.till} ${one.firstEntry}-${one.lastEntry}`).join(', ')
}
