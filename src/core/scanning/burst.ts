import { readingsOf } from './readings'
import { meanGapMs, type Stroke } from './stroke'

/** Two keys closer together than this are faster than most people type. */
const FAST_MS = 50
/** In a scan that is fast on average, one key may come this late, as over Bluetooth. */
const HICCUP_MS = 250
const FASTEST_MEAN_MS = 40
/** After this many fast keys in a row, a machine is assumed to send them. */
const SURE = 3
/** Number of fast keys before one may be late. */
const BEFORE_HICCUP = 4
/** Fewer keys than this are a scan only when they make a known code. */
const SHORTEST = 6
/** A slow scanner is recognised by the check digit alone. */
const SLOW_MS = 100
const SLOW_LENGTHS: readonly number[] = [12, 13]
const EAN_13 = 13
/** How long a key that a person may have typed is held back: too short to be seen as a delay. */
const HELD_MS = 80
/**
 * How long to wait for more of a scan that no key has ended. Only a proven EAN-13 is complete
 * without it: anything else may be the beginning of a code whose other keys a busy device has not
 * delivered yet.
 */
const UNENDED_MS = 600

/**
 * Keys that came close together. Some were passed to the page; the others are held back until it is
 * known whether a scanner or a person sent them.
 */
export interface Burst {
  strokes: readonly Stroke[]
  /** Index in `strokes` where the run of fast keys begins. */
  fastFrom: number
  /** Strokes from this index on are held back. */
  heldFrom: number
}

/** No key was pressed yet. */
export const NO_BURST: Burst = { strokes: [], fastFrom: 0, heldFrom: 0 }

/** What to do after a key, or after a pause. Applied in the order of the fields. */
export interface BurstStep {
  /** Keys that were passed to the page and must be removed from it first. */
  takenBack: readonly Stroke[]
  /** The keys of a complete scan. */
  scanned: readonly Stroke[] | null
  /** Keys held back until now that a person typed: they are passed to the page. */
  released: readonly Stroke[]
  /** Whether the current key is passed to the page. */
  key: 'pass' | 'hold'
  burst: Burst
}

/** Whether a text is the code of an article on sale; such a code may be short. */
export type IsKnown = (text: string) => boolean

/**
 * Handles a key that prints a character. The first key is passed to a field; outside a field it is
 * held for a moment. The following fast keys are held back. Keys are judged by when they were
 * pressed, however late a busy device delivers them.
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

  // The earlier keys were typed by a person, or were a scan without an end key.
  const isChained = gapMs <= SLOW_MS
  const before = isChained ? released(burst) : endBurst(burst, 'pause', isKnown)
  const strokes = [...(isChained ? burst.strokes : []), stroke]
  const fastFrom = strokes.length - 1
  const next = { strokes, fastFrom, heldFrom: isInField ? fastFrom + 1 : fastFrom }
  return { ...before, key: isInField ? 'pass' : 'hold', burst: next }
}

/**
 * Handles Enter or Tab: the end of a scan, or a key of a person. A scan that no key ends is found
 * by `feedPause`.
 */
export function feedEnd(burst: Burst, atMs: number, isKnown: IsKnown): BurstStep {
  const isInTime = gapBehind(burst, atMs) <= HICCUP_MS
  return isInTime ? endBurst(burst, 'key', isKnown) : feedOther(burst)
}

/** Handles a key that no scanner sends: the held keys were typed by a person. */
export function feedOther(burst: Burst): BurstStep {
  return { ...released(burst), burst: NO_BURST }
}

/** Handles a pause: no key came for `waitMs` after the last one. */
export function feedPause(burst: Burst, isKnown: IsKnown): BurstStep {
  const step = endBurst(burst, 'pause', isKnown)
  // The page gets its keys; a key pressed earlier may still be on its way.
  return step.scanned ? step : { ...step, burst: { ...burst, heldFrom: burst.strokes.length } }
}

/** How long to wait for another key before `feedPause`; null when there is nothing to wait for. */
export function waitMs({ strokes, fastFrom, heldFrom }: Burst): number | null {
  const run = strokes.slice(fastFrom)
  if (heldFrom < strokes.length) {
    if (run.length < SHORTEST) return Math.max(HELD_MS, longestGapMs(run))
    return run.length === EAN_13 && isProven(run) ? HELD_MS : UNENDED_MS
  }
  return isSlowScan(strokes) ? UNENDED_MS : null
}

/** Whether a machine probably sends these keys. */
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

/** From the third fast key on, the fast keys already passed to the page are taken back. */
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

/**
 * People also hit several keys at once: a scan has a digit, and a short one must be a known code.
 */
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

/** Longest gap after these fast keys at which another key still belongs to them. */
function longestGapMs(run: readonly Stroke[]): number {
  const [first] = run
  const last = run.at(-1)
  if (!first || !last) return -Infinity
  if (run.length < BEFORE_HICCUP) return FAST_MS
  const spareMs = FASTEST_MEAN_MS * run.length - (last.atMs - first.atMs)
  return Math.max(FAST_MS, Math.min(HICCUP_MS, spareMs))
}
