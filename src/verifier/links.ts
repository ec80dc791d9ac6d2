import { canonicalText } from './canonical'
import type { Carried, EntryRange, Link } from './shapes'

const NAMES = [
  ['salesCents', 'totals', 'salesCents'],
  ['refundsCents', 'totals', 'refundsCents'],
  ['webSalesCents', 'web', 'salesCents'],
  ['webRefundsCents', 'web', 'refundsCents'],
  ['salesCount', 'totals', 'salesCount'],
] as const

/** What the closing of this place in its series holds of earlier letters: one each, in order. */
export function carriedOf(link: Link | null, period: string, place: number): Carried | undefined {
  return link?.unclosed.filter(one => one.period === period)[place - 1]
}

/** Perpetual totals before the first closing of a letter. */
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

/** Perpetual totals once a day's are added. */
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

/** Whether the perpetual totals carried over are those at the end of the last day carried over. */
export function isLinkWhole({ perpetual, unclosed }: Link): boolean {
  const last = unclosed.findLast(({ period }) => period === 'day')
  return !last || canonicalText(last.perpetual) === canonicalText(perpetual)
}

/** Ranges as one text, whether they are told in one piece or in several. */
export function rangesText(ranges: readonly EntryRange[]): string {
  const joined: EntryRange[] = []
  for (const { till, firstEntry, lastEntry } of ranges) {
    const before = joined.at(-1)
    if (before?.till === till && before.lastEntry + 1 === firstEntry) before.lastEntry = lastEntry
    else joined.push({ till, firstEntry, lastEntry })
  }
  return joined.map(one => `${one.till} ${one.firstEntry}-${one.lastEntry}`).join(', ')
}
