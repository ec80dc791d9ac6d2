import { readingsOf } from './readings'
import { meanGapMs, type Stroke } from './stroke'

/** Two keys closer together than this are faster than most people type. */
export const FAST_MS = 50
/** In a scan that is fast on average, one key may come this late, as over Bluetooth. */
export const HICCUP_MS = 250
export const FASTEST_MEAN_MS = 40
/** After this many fast keys in a row, a machine is assumed to send them. */
export const SURE = 3
/** Fewer keys than this are a scan only when they make a known code. */
export const SHORTEST = 6
/** Between the keys of a slow scanner. */
const SLOW_MS = 100
/** In a field, a slow scanner is recognised by the check digit of the usual codes alone. */
const SLOW_LENGTHS: readonly number[] = [12, 13]
/** More keys than any quantity, amount or PIN typed without a field: they can only be a code. */
const CODE_LENGTH = 9
const SHORTEST_PROVEN = 8
/** A key and Enter, or two keys, so close together are the end of a scan, not a quantity. */
const FRAGMENT_MS = 70
/** Three keys that no hand types so fast. */
const TOO_FAST_MS = 25
/** So many digits before a pause are no quantity. */
const LONGEST_QUANTITY = 4

/** Whether a text is the code of an article on sale; such a code may be short. */
export type IsKnown = (text: string) => boolean

/** Keys that came one after another without a long pause. */
export interface Chain {
  strokes: readonly Stroke[]
  /** Index where the run of fast keys at the end begins. */
  fastFrom: number
  /** Whether the keys went to a field, which shows what it receives. */
  isInField: boolean
  /** Whether the keys follow a scan that was not understood: they may be its end. */
  isTail: boolean
}

/** How a chain ended: with Enter or Tab so long after its last key, or with a pause. */
export type ChainEnd = { key: 'pressed'; gapMs: number } | { key: 'none' }

/** Who sent the keys of a chain, and what must not stay on the page. */
export type Verdict =
  | {
      kind: 'scan'
      /** Index of the first key of the code. */
      from: number
      /** Index of the first key to be taken back: what came just before belongs to the scanner. */
      takenFrom: number
      /** Whether an article has the code: it is then whole. */
      isKnown: boolean
    }
  /** A scanner sent them, but not a whole code: no part of it may count. */
  | { kind: 'broken' }
  | { kind: 'person' }

const PERSON: Verdict = { kind: 'person' }
const BROKEN: Verdict = { kind: 'broken' }

/**
 * Judges the keys of a chain. Pauses may lie anywhere in a scan: the longest text that an article
 * has, else that a check digit proves, is the code. Where nothing proves a code, keys that a
 * machine sent are a code unknown or broken, and never a quantity.
 */
export function judgeChain(chain: Chain, end: ChainEnd, isKnown: IsKnown): Verdict {
  const { strokes, isInField } = chain
  const starts = startsOf(chain)
  const known = starts.find(from => isKnownCode(chain, strokes.slice(from), end, isKnown))
  const from = known ?? starts.find(one => isProvenCode(chain, strokes.slice(one)))
  if (from !== undefined) {
    const isSold = known !== undefined
    return { kind: 'scan', from, takenFrom: takenFrom(chain, from, isSold), isKnown: isSold }
  }
  const run = strokes.slice(chain.fastFrom)
  if (isLongAndFast(run)) return unprovenScan(chain)
  if (isInField || !hasDigit(strokes)) return PERSON
  return isPartOfScan(chain, end) ? BROKEN : PERSON
}

/** Whether a check digit proves these keys to be a whole code. */
export const isProven = (strokes: readonly Stroke[]) => readingsOf(strokes)[0]?.kind !== 'other'

/** A code that nothing proves: unknown, or broken where an earlier part of it was sent before. */
function unprovenScan(chain: Chain): Verdict {
  const { strokes, fastFrom, isInField } = chain
  const from = takenFrom(chain, fastFrom, false)
  const isBroken = !isInField && (from === 0 ? fastFrom > 0 : isPart(strokes.slice(0, from)))
  return isBroken ? BROKEN : { kind: 'scan', from, takenFrom: from, isKnown: false }
}

/** Whether keys before a pause are a part of a scan: a person types a short quantity, slowly. */
const isPart = (strokes: readonly Stroke[]) =>
  strokes.length > LONGEST_QUANTITY || (strokes.length > 1 && medianGapMs(strokes) <= FRAGMENT_MS)

function isPartOfScan({ strokes, isTail }: Chain, end: ChainEnd): boolean {
  if (isTail || strokes.length >= CODE_LENGTH) return true
  const gapMs = medianGapMs(strokes)
  if (strokes.length >= SHORTEST && gapMs <= FRAGMENT_MS) return true
  if (end.key === 'pressed' && Math.max(end.gapMs, gapMs) <= FRAGMENT_MS) return true
  return strokes.length >= SURE && longestGapOf(strokes) <= TOO_FAST_MS
}

function isKnownCode(
  { isInField }: Chain,
  strokes: readonly Stroke[],
  end: ChainEnd,
  isKnown: IsKnown,
): boolean {
  if (strokes.length < SURE) return false
  const isFast = medianGapMs(strokes) <= (isInField ? FASTEST_MEAN_MS : SLOW_MS)
  const isEnded = end.key === 'pressed' || strokes.length >= SHORTEST
  const isCode = !isInField && strokes.length >= CODE_LENGTH
  if (!isCode && !(isFast && isEnded)) return false
  return readingsOf(strokes).some(({ text }) => isKnown(text))
}

function isProvenCode({ isInField }: Chain, strokes: readonly Stroke[]): boolean {
  const { length } = strokes
  if (length < SHORTEST_PROVEN) return false
  const gapMs = medianGapMs(strokes)
  const isSlow = SLOW_LENGTHS.includes(length) && gapMs <= SLOW_MS
  const isCode = !isInField && (length >= CODE_LENGTH || gapMs <= FRAGMENT_MS)
  return (isCode || isSlow || gapMs <= FASTEST_MEAN_MS) && isProven(strokes)
}

/**
 * People also hit several keys at once: a long run of fast keys is a scan where it has a digit.
 */
function isLongAndFast(run: readonly Stroke[]): boolean {
  return run.length >= SHORTEST && meanGapMs(run) <= FASTEST_MEAN_MS && hasDigit(run)
}

const hasDigit = (strokes: readonly Stroke[]) =>
  readingsOf(strokes).some(({ text }) => /\d/.test(text))

/**
 * Where a code may begin: at the last fast keys after a long pause, at the first key, and after
 * each pause that is long beside the pace of the keys. Then the longest code comes first.
 */
function startsOf({ strokes, fastFrom }: Chain): number[] {
  const pauseMs = Math.max(FAST_MS, 3 * medianGapMs(strokes))
  const isStart = (at: number) => at === 0 || gapBefore(strokes, at) > pauseMs
  const run = gapBefore(strokes, fastFrom) >= HICCUP_MS ? [fastFrom] : []
  return [...run, ...[...strokes.keys()].filter(isStart)]
}

/**
 * Outside a field, keys just before a code are the scanner's: a prefix that it was set to send.
 * Before a code that no article has, so are earlier keys that are no quantity of a person.
 */
function takenFrom({ strokes, isInField }: Chain, from: number, isSold: boolean): number {
  let first = from
  while (!isInField && first > 0 && gapBefore(strokes, first) < HICCUP_MS) first -= 1
  return !isInField && !isSold && isPart(strokes.slice(0, first)) ? 0 : first
}

const gapBefore = (strokes: readonly Stroke[], at: number) =>
  (strokes[at]?.atMs ?? 0) - (strokes[at - 1]?.atMs ?? -Infinity)

/** The usual time between two keys, however long the pauses; 0 for a single key. */
function medianGapMs(strokes: readonly Stroke[]): number {
  const gaps = strokes.slice(1).map((_stroke, at) => gapBefore(strokes, at + 1))
  return gaps.sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0
}

const longestGapOf = (strokes: readonly Stroke[]) =>
  Math.max(0, ...strokes.slice(1).map((_stroke, at) => gapBefore(strokes, at + 1)))
