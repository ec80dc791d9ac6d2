import { readingsOf } from './readings'
import { meanGapMs, type Stroke } from './stroke'

/** Two keys closer than this follow each other faster than people usually type. */
const FAST_MS = 50
/** Within a scan that is fast as a whole, one key may lag this much, as over Bluetooth. */
const HICCUP_MS = 250
const FASTEST_MEAN_MS = 40
/** So many fast keys in a row are a machine's, as far as can be told yet. */
const SURE = 3
/** Fast keys before one may lag. */
const BEFORE_HICCUP = 4
/** Fewer keys are a scan only when they make a code that is known. */
const SHORTEST = 6
/** A slow scanner, told apart by the check digit alone. */
const SLOW_MS = 100
const SLOW_LENGTHS: readonly number[] = [12, 13]
const EAN_13 = 13
/** How long a key is held that may be a person's: less than is seen as a delay. */
const HELD_MS = 80
/**
 * How long to wait for more of a scan that no key has ended: all but a proven EAN-13 may be the
 * beginning of a code whose other keys a busy device still has.
 */
const UNENDED_MS = 600

/**
 * Keys that came close together, as far as it goes. Some were given to the page, some are
 * held back from it until it is known whether a scanner or a person sent them.
 */
export interface Burst {
  strokes: readonly Stroke[]
  /** Where the run of fast keys begins, in `strokes`. */
  fastFrom: number
  /** Strokes from here on are held back. */
  heldFrom: number
}

export const NO_BURST: Burst = { strokes: [], fastFrom: 0, heldFrom: 0 }

/** What follows from a key, or from no key coming. Done in the order of the fields. */
export interface BurstStep {
  /** Keys the page was given and must give back, before anything else. */
  takenBack: readonly Stroke[]
  /** A whole scan. */
  scanned: readonly Stroke[] | null
  /** Keys a person typed, held back until now: the page gets them. */
  released: readonly Stroke[]
  /** Whether the page gets the key itself. */
  key: 'pass' | 'hold'
  burst: Burst
}

/** Whether a text is the code of something on sale: it may then be short. */
export type IsKnown = (text: string) => boolean

/**
 * A key that prints something. The first one goes to the field it is typed in, and outside
 * a field waits for a moment; the next fast ones are held back. Keys are told apart by when
 * they were pressed, however late a busy device hands them over.
 */
export function feedStroke(
  burst: Burst,
  stroke: Stroke,
  isInField: boolean,
  isKnown: IsKnown,
): BurstStep {
  const run = burst.strokes.slice(burst.fastFrom)
  const gapMs = gapBehind(burst, stroke.atMs)
  if (gapMs <= longestGapMs(run)) return holdFast(burst, stroke)

  // The keys before were a person's, or a scan without an end.
  const isChained = gapMs <= SLOW_MS
  const before = isChained ? released(burst) : endBurst(burst, 'pause', isKnown)
  const strokes = [...(isChained ? burst.strokes : []), stroke]
  const fastFrom = strokes.length - 1
  const next = { strokes, fastFrom, heldFrom: isInField ? fastFrom + 1 : fastFrom }
  return { ...before, key: isInField ? 'pass' : 'hold', burst: next }
}

/**
 * Enter or Tab: the end of a scan, or a person's. A scan that no key ends is told by
 * `feedPause`.
 */
export function feedEnd(burst: Burst, atMs: number, isKnown: IsKnown): BurstStep {
  const isInTime = gapBehind(burst, atMs) <= HICCUP_MS
  return isInTime ? endBurst(burst, 'key', isKnown) : feedOther(burst)
}

/** A key that no scanner sends: what is held was typed. */
export function feedOther(burst: Burst): BurstStep {
  return { ...released(burst), burst: NO_BURST }
}

/** No key came for `waitMs` after the last one. */
export function feedPause(burst: Burst, isKnown: IsKnown): BurstStep {
  const step = endBurst(burst, 'pause', isKnown)
  // The page has its keys; a key pressed before now may still be on its way.
  return step.scanned ? step : { ...step, burst: { ...burst, heldFrom: burst.strokes.length } }
}

/** How long to wait for another key before `feedPause`; null where nothing waits for it. */
export function waitMs({ strokes, fastFrom, heldFrom }: Burst): number | null {
  const run = strokes.slice(fastFrom)
  if (heldFrom < strokes.length) {
    if (run.length < SHORTEST) return Math.max(HELD_MS, longestGapMs(run))
    return run.length === EAN_13 && isProven(run) ? HELD_MS : UNENDED_MS
  }
  return isSlowScan(strokes) ? UNENDED_MS : null
}

/** Whether a machine sends these keys, as far as can be told yet. */
export function isSurelyFast({ strokes, fastFrom }: Burst): boolean {
  return strokes.length - fastFrom >= SURE
}

const NOTHING: BurstStep = {
  takenBack: [],
  scanned: null,
  released: [],
  key: 'pass',
  burst: NO_BURST,
}

function gapBehind({ strokes }: Burst, atMs: number): number {
  return atMs - (strokes.at(-1)?.atMs ?? -Infinity)
}

function released({ strokes, heldFrom }: Burst): BurstStep {
  return { ...NOTHING, released: strokes.slice(heldFrom) }
}

/** From the third fast key on, what the page was given of them is taken back. */
function holdFast(burst: Burst, stroke: Stroke): BurstStep {
  const strokes = [...burst.strokes, stroke]
  const { fastFrom } = burst
  const heldFrom = isSurelyFast({ ...burst, strokes }) ? fastFrom : burst.heldFrom
  return {
    ...NOTHING,
    takenBack: burst.strokes.slice(heldFrom, burst.heldFrom),
    key: 'hold',
    burst: { strokes, fastFrom, heldFrom },
  }
}

function endBurst(burst: Burst, end: 'key' | 'pause', isKnown: IsKnown): BurstStep {
  const { strokes, fastFrom, heldFrom } = burst
  const isFast = isScan(strokes.slice(fastFrom), end, isKnown)
  if (!isFast && !isSlowScan(strokes)) return released(burst)
  const from = isFast ? fastFrom : 0
  return {
    ...NOTHING,
    takenBack: strokes.slice(from, heldFrom),
    scanned: strokes.slice(from),
    key: end === 'key' ? 'hold' : 'pass',
  }
}

/** People mash keys too; a code has a digit, and short ones are believed only when known. */
function isScan(run: readonly Stroke[], end: 'key' | 'pause', isKnown: IsKnown): boolean {
  if (run.length < SURE || meanGapMs(run) > FASTEST_MEAN_MS) return false
  const readings = readingsOf(run)
  if (run.length >= SHORTEST && readings.some(({ text }) => /\d/.test(text))) return true
  return end === 'key' && readings.some(({ text }) => isKnown(text))
}

function isSlowScan(strokes: readonly Stroke[]): boolean {
  return SLOW_LENGTHS.includes(strokes.length) && isProven(strokes)
}

function isProven(strokes: readonly Stroke[]): boolean {
  return readingsOf(strokes)[0]?.kind !== 'other'
}

/** How long after these fast keys another one would still be theirs. */
function longestGapMs(run: readonly Stroke[]): number {
  const [first] = run
  const last = run.at(-1)
  if (!first || !last) return -Infinity
  if (run.length < BEFORE_HICCUP) return FAST_MS
  const spareMs = FASTEST_MEAN_MS * run.length - (last.atMs - first.atMs)
  return Math.max(FAST_MS, Math.min(HICCUP_MS, spareMs))
}
