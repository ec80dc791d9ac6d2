import { sha256OfText } from './sha256'
import type { Entry, Purge } from './shapes'

/** The purge that an entry traces; undefined for any other entry, or an impossible purge. */
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
  // A purge never takes the opening, nor entries after itself.
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

/** Last number of each series, by its name; undefined where the text holds anything else. */
function countersIn(text: string): Purge['counters'] | undefined {
  try {
    const parsed = JSON.parse(text) as unknown
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
    const counters: Purge['counters'] = {}
    for (const [series, number] of Object.entries(parsed) as [string, unknown][]) {
      if (typeof number !== 'number') return undefined
      counters[series] = number
    }
    return counters
  } catch {
    // No till writes such a text: it was altered.
    return undefined
  }
}

/** The fault, if any, between two entries whose numbers are not consecutive. */
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

/** Whether the entries kept of a purged range are those in its trace. */
export function isKeptAsTraced(purge: Purge, kept: readonly Pick<Entry, 'number' | 'seal'>[]) {
  const text = kept.map(({ number, seal }) => `${number} ${seal}\n`).join('')
  return kept.length === purge.keptCount && sha256OfText(text) === purge.keptSha256
}
