import { sha256OfText } from './sha256'
import type { Entry, Purge } from './shapes'

/** The purge that an entry tells; undefined for any other, or where it makes no sense. */
export function purgeIn({ number: tracedAt, event }: Entry): Purge | undefined {
  const { detail } = event
  if (event.kind !== 'trace' || event.what !== 'entries-purged' || !detail) return undefined
  const { firstEntry, lastEntry, previousSeal, lastSeal, keptCount, keptSha256, counters } = detail
  if (
    typeof firstEntry !== 'number' ||
    typeof lastEntry !== 'number' ||
    typeof keptCount !== 'number' ||
    typeof previousSeal !== 'string' ||
    typeof lastSeal !== 'string' ||
    typeof keptSha256 !== 'string' ||
    typeof counters !== 'string'
  ) {
    return undefined
  }
  // The opening is never purged, nor anything that came after the purge.
  if (firstEntry < 2 || lastEntry < firstEntry || lastEntry >= tracedAt) return undefined
  if (![firstEntry, lastEntry, keptCount].every(Number.isSafeInteger)) return undefined
  const numbers = countersIn(counters)
  if (!numbers) return undefined
  return {
    tracedAt,
    firstEntry,
    lastEntry,
    previousSeal,
    lastSeal,
    keptCount,
    keptSha256,
    counters: numbers,
  }
}

/** Last number of each series, by its name; undefined where the text is no such thing. */
function countersIn(text: string): Purge['counters'] | undefined {
  try {
    const told = JSON.parse(text) as unknown
    if (typeof told !== 'object' || told === null || Array.isArray(told)) return undefined
    const counters: Purge['counters'] = {}
    for (const [series, number] of Object.entries(told) as [string, unknown][]) {
      if (typeof number !== 'number') return undefined
      counters[series] = number
    }
    return counters
  } catch {
    // Altered: no till writes such a text.
    return undefined
  }
}

/** What is wrong between two entries whose numbers do not follow. */
export function gapBetween(
  purges: readonly Purge[],
  last: Pick<Entry, 'number' | 'seal'>,
  entry: Pick<Entry, 'number' | 'previous'>,
): 'number-missing' | 'previous-differs' | undefined {
  let next = last.number + 1
  let seal = last.seal
  while (next < entry.number) {
    const missing = next
    const purge = purges.find(one => one.firstEntry <= missing && missing <= one.lastEntry)
    if (!purge) return 'number-missing'
    if (purge.firstEntry === next && purge.previousSeal !== seal) return 'previous-differs'
    if (entry.number <= purge.lastEntry) return undefined
    next = purge.lastEntry + 1
    seal = purge.lastSeal
  }
  return entry.previous === seal ? undefined : 'previous-differs'
}

/** Whether what stays of a purged range is what its trace says. */
export function isKeptAsTold(purge: Purge, kept: readonly Pick<Entry, 'number' | 'seal'>[]) {
  const text = kept.map(({ number, seal }) => `${number} ${seal}\n`).join('')
  return kept.length === purge.keptCount && sha256OfText(text) === purge.keptSha256
}
