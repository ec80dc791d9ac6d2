import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { assert } from '@/core/assert'
import { dayPlus } from '@/core/days'
import { canonicalJson } from './canonicalJson'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { JournalEntry } from './journal'

/**
 * A range of entries that was archived and then deleted from the till, as recorded in the sealed
 * trace `entries-purged`. Only such a trace may explain a gap in the chain (R10).
 */
export interface Purge {
  firstEntry: number
  lastEntry: number
  /**
   * Seals that join the chain on both sides: of the entry before the range, and of its last entry.
   */
  previousSeal: string
  lastSeal: string
  /**
   * Number of entries of the range that stay on the till: closings and traces of earlier purges.
   */
  keptCount: number
  /** SHA-256 over one line, number and seal, for each entry of the range that stays. */
  keptSha256: string
  /** Last number of each document series up to the last entry of the range, as JSON. */
  counters: string
  /** SHA-256 of the archive, which was read again before the purge. */
  archiveSha256: string
}

const PURGED = 'entries-purged'

/** Days after its closing from which an entry may be purged: nobody asks for it at the counter. */
export const PURGE_AFTER_DAYS = 365

/**
 * Number of the last entry that is old enough to be purged; 0 when none is. It was totalled by
 * the closing of a day more than a year ago, and it comes before the drawer's last float, from
 * which cash is still counted.
 */
export function lastPurgeableEntry(
  closings: readonly JournalEntry[],
  floatEntry: number,
  today: string,
): number {
  const oldest = dayPlus(today, 0 - PURGE_AFTER_DAYS)
  const closed = closings.findLast(
    ({ event }) => event.kind === 'closing' && event.period === 'day' && event.of < oldest,
  )
  const lastClosed = closed?.event.kind === 'closing' ? closed.event.lastEntry : 0
  return Math.min(lastClosed, floatEntry > 0 ? floatEntry - 1 : Infinity)
}

/**
 * Whether an entry stays on the till for ever: the opening, the closings (they hold the totals) and
 * the traces of purges (they explain the gaps).
 */
export function isNeverPurged({ event }: JournalEntry): boolean {
  const { kind } = event
  return (
    kind === 'journal-opened' || kind === 'closing' || (kind === 'trace' && event.what === PURGED)
  )
}

/** A purge as the detail of its trace. */
export const purgeDetail = (purge: Purge): TraceV1['detail'] => ({ ...purge })

/**
 * The purge that a trace records. Undefined for any other entry, and for a trace whose values make
 * no sense: such a trace explains no gap.
 */
export function purgeOf({ number: tracedAt, event }: JournalEntry): Purge | undefined {
  if (event.kind !== 'trace' || event.what !== PURGED) return undefined
  // The trace is read before its seal is checked: an altered one may lack its detail.
  const detail = (event.detail as TraceV1['detail'] | undefined) ?? {}
  const number = (name: keyof Purge) => (typeof detail[name] === 'number' ? detail[name] : NaN)
  const text = (name: keyof Purge) => (typeof detail[name] === 'string' ? detail[name] : '')
  const purge = {
    firstEntry: number('firstEntry'),
    lastEntry: number('lastEntry'),
    previousSeal: text('previousSeal'),
    lastSeal: text('lastSeal'),
    keptCount: number('keptCount'),
    keptSha256: text('keptSha256'),
    counters: text('counters'),
    archiveSha256: text('archiveSha256'),
  }
  const isWhole = Object.values(purge).every(value =>
    typeof value === 'number' ? Number.isSafeInteger(value) : value !== '',
  )
  if (!isWhole || !countersIn(purge.counters)) return undefined
  // The opening entry is never purged, nor is an entry that follows the purge.
  const isLikely = purge.firstEntry > 1 && purge.lastEntry >= purge.firstEntry
  return isLikely && purge.lastEntry < tracedAt ? purge : undefined
}

/** Last number of each document series up to the end of a purged range. */
export function purgedCounters({ counters }: Purge): Record<string, number> {
  const numbers = countersIn(counters)
  assert(numbers !== undefined, 'the counters of a purge are readable')
  return numbers
}

function countersIn(text: string): Record<string, number> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
    const numbers = Object.entries(parsed).flatMap(([series, number]: [string, unknown]) =>
      typeof number === 'number' && Number.isSafeInteger(number) ? [[series, number] as const] : [],
    )
    return numbers.length === Object.keys(parsed).length ? Object.fromEntries(numbers) : undefined
  } catch {
    // Not JSON, so no till wrote it.
    return undefined
  }
}

/** Whether purges cover every number from `from` up to, but not including, `before`. */
export function isPurged(purges: readonly Purge[], from: number, before: number): boolean {
  for (let next = from; next < before;) {
    const at = next
    const purge = purges.find(({ firstEntry, lastEntry }) => firstEntry <= at && at <= lastEntry)
    if (!purge) return false
    next = purge.lastEntry + 1
  }
  return true
}

/** Fingerprint of the entries of a purged range that stay on the till, in their order. */
export function keptFingerprint(kept: readonly Pick<JournalEntry, 'number' | 'seal'>[]): string {
  const lines = kept.map(({ number, seal }) => `${number} ${seal}\n`)
  return bytesToHex(sha256(utf8ToBytes(lines.join(''))))
}

/** Document counters as the trace of a purge holds them. */
export const countersText = (counters: Record<string, number>) => canonicalJson(counters)

/**
 * The fault between two entries whose numbers do not follow. Undefined when purges cover every
 * number between them and their seals join both sides.
 */
export function gapFault(
  purges: readonly Purge[],
  last: Pick<JournalEntry, 'number' | 'seal'>,
  entry: Pick<JournalEntry, 'number' | 'previous'>,
): 'number-missing' | 'previous-does-not-match' | undefined {
  let next = last.number + 1
  let seal = last.seal
  while (next < entry.number) {
    const at = next
    const purge = purges.find(({ firstEntry, lastEntry }) => firstEntry <= at && at <= lastEntry)
    if (!purge) return 'number-missing'
    if (purge.firstEntry === next && purge.previousSeal !== seal) return 'previous-does-not-match'
    // The entry belongs to the purged range but stays on the till: the fingerprint of the remaining
    // entries vouches for its position.
    if (entry.number <= purge.lastEntry) return undefined
    next = purge.lastEntry + 1
    seal = purge.lastSeal
  }
  return entry.previous === seal ? undefined : 'previous-does-not-match'
}

/** Whether a purge explains why the entry before this one is missing. */
export function isJoinedByPurge(
  purges: readonly Purge[],
  { number, previous }: Pick<JournalEntry, 'number' | 'previous'>,
): boolean {
  return purges.some(
    ({ firstEntry, lastEntry, lastSeal }) =>
      (number - 1 === lastEntry && previous === lastSeal) ||
      (number > firstEntry && number <= lastEntry),
  )
}
