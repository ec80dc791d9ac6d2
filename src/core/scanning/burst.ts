import {
  FAST_MS,
  FASTEST_MEAN_MS,
  HICCUP_MS,
  isProven,
  judgeChain,
  SHORTEST,
  SURE,
  type ChainEnd,
  type IsKnown,
} from './scanVerdict'
import { meanGapMs, type Stroke } from './stroke'

/** Number of fast keys before one may be late. */
const BEFORE_HICCUP = 4
const EAN_13 = 13
/** How long a key that a person may have typed is held back: too short to be seen as a delay. */
const HELD_MS = 80
/**
 * How long to wait for more of a scan that no key has ended. Only a proven EAN-13 is complete
 * without it: anything else may be the beginning of a code whose other keys a busy device has not
 * delivered yet.
 */
const UNENDED_MS = 600
/** After a longer pause than this, a key has nothing to do with those before it. */
const CHAIN_MS = 2_000
/** The last keys of a person are enough to recognise a code among them. */
const MOST_TYPED = 64

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
  isInField: boolean
  /** Until this time keys may be the end of a scan that was not understood. */
  tailUntilMs: number
}

/** No key was pressed yet. */
export const NO_BURST: Burst = {
  strokes: [],
  fastFrom: 0,
  heldFrom: 0,
  isInField: false,
  tailUntilMs: -Infinity,
}

/** What to do after a key, or after a pause. Applied in the order of the fields. */
export interface BurstStep {
  /** Keys that were passed to the page and must be removed from it first. */
  takenBack: readonly Stroke[]
  /** The keys of a complete scan. */
  scanned: readonly Stroke[] | null
  /** The keys of a scan of which a part is missing or was sent apart: it must be made again. */
  broken: readonly Stroke[] | null
  /** Keys held back until now that a person typed: they are passed to the page. */
  released: readonly Stroke[]
  /** Whether the current key is passed to the page. */
  key: 'pass' | 'hold'
  burst: Burst
}

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
  const run = runOf(burst)
  const gapMs = gapBehind(burst, stroke.atMs)
  if (gapMs <= longestGapMs(run)) return holdFast(burst, stroke)
  const { tailUntilMs } = burst
  if (gapMs > CHAIN_MS) {
    // The earlier keys were typed by a person, or were a scan without an end key.
    const before = endChain(burst, { key: 'none' }, isKnown)
    const tailMs = burst.strokes.length === 0 ? tailUntilMs : before.burst.tailUntilMs
    return { ...before, ...beginRun([], tailMs, stroke, isInField) }
  }
  const typed = burst.strokes.slice(-MOST_TYPED)
  if (isMachines(burst)) {
    // A pause in a scan: nothing of it is shown meanwhile.
    const strokes = [...burst.strokes, stroke]
    const next = { ...burst, strokes, fastFrom: strokes.length - 1 }
    return { ...NOTHING, key: 'hold', burst: next }
  }
  return { ...released(burst), ...beginRun(typed, tailUntilMs, stroke, isInField) }
}

/**
 * Handles Enter or Tab: the end of a scan, or a key of a person. A scan that no key ends is found
 * by `feedPause`.
 */
export function feedEnd(burst: Burst, atMs: number, isKnown: IsKnown): BurstStep {
  const gapMs = gapBehind(burst, atMs)
  return gapMs <= CHAIN_MS ? endChain(burst, { key: 'pressed', gapMs }, isKnown) : feedOther(burst)
}

/** Handles a key that no scanner sends: the held keys were typed by a person. */
export function feedOther(burst: Burst): BurstStep {
  return { ...released(burst), burst: NO_BURST }
}

/** Handles a pause: no key came for `waitMs` after the last one. */
export function feedPause(burst: Burst, isKnown: IsKnown): BurstStep {
  const step = endChain(burst, { key: 'none' }, isKnown)
  if (step.scanned || step.broken) return step
  // The page gets its keys; a key pressed earlier may still be on its way.
  return { ...step, burst: { ...burst, heldFrom: burst.strokes.length } }
}

/**
 * How long to wait for another key before `feedPause`; null when there is nothing to wait for.
 */
export function waitMs(burst: Burst, isKnown: IsKnown): number | null {
  const { strokes, heldFrom } = burst
  const run = runOf(burst)
  const isHeld = heldFrom < strokes.length
  if (isHeld && run.length >= SHORTEST) {
    return run.length === EAN_13 && isProven(run) ? HELD_MS : UNENDED_MS
  }
  const isScanners = isHeld && isMachines(burst)
  const isScan = isScanners || (strokes.length > 1 && isScanSoFar(burst, isKnown))
  if (isScan) return UNENDED_MS
  return isHeld ? Math.max(HELD_MS, longestGapMs(run)) : null
}

const isScanSoFar = (burst: Burst, isKnown: IsKnown) =>
  judgeChain(chainOf(burst), { key: 'none' }, isKnown).kind !== 'person'

/** Whether a machine probably sends these keys. */
export function isSurelyFast({ strokes, fastFrom }: Burst): boolean {
  return strokes.length - fastFrom >= SURE
}

const NOTHING: BurstStep = {
  takenBack: [],
  scanned: null,
  broken: null,
  released: [],
  key: 'pass',
  burst: NO_BURST,
}

const runOf = ({ strokes, fastFrom }: Burst) => strokes.slice(fastFrom)

function gapBehind({ strokes }: Burst, atMs: number): number {
  return atMs - (strokes.at(-1)?.atMs ?? -Infinity)
}

function released({ strokes, heldFrom }: Burst): BurstStep {
  return { ...NOTHING, released: strokes.slice(heldFrom) }
}

/** Whether the held keys are so many and so fast that no person typed them. */
function isMachines({ strokes, heldFrom }: Burst): boolean {
  const first = strokes.slice(heldFrom, heldFrom + SHORTEST)
  return first.length === SHORTEST && meanGapMs(first) <= FASTEST_MEAN_MS
}

/** A key after a pause: the first of a run. */
function beginRun(
  typed: readonly Stroke[],
  tailUntilMs: number,
  stroke: Stroke,
  isInField: boolean,
): Pick<BurstStep, 'key' | 'burst'> {
  const strokes = [...typed, stroke]
  const fastFrom = strokes.length - 1
  const heldFrom = isInField ? fastFrom + 1 : fastFrom
  const key = isInField ? 'pass' : 'hold'
  return { key, burst: { strokes, fastFrom, heldFrom, isInField, tailUntilMs } }
}

/** From the third fast key on, the fast keys already passed to the page are taken back. */
function holdFast(burst: Burst, stroke: Stroke): BurstStep {
  const strokes = [...burst.strokes, stroke]
  const { fastFrom } = burst
  const isTaken = isSurelyFast({ ...burst, strokes }) && fastFrom < burst.heldFrom
  const heldFrom = isTaken ? fastFrom : burst.heldFrom
  return {
    ...NOTHING,
    takenBack: burst.strokes.slice(heldFrom, burst.heldFrom),
    key: 'hold',
    burst: { ...burst, strokes, heldFrom },
  }
}

function chainOf({ strokes, fastFrom, isInField, tailUntilMs }: Burst) {
  const isTail = (strokes[0]?.atMs ?? Infinity) <= tailUntilMs
  return { strokes, fastFrom, isInField, isTail }
}

function endChain(burst: Burst, end: ChainEnd, isKnown: IsKnown): BurstStep {
  const { strokes, heldFrom } = burst
  const verdict = judgeChain(chainOf(burst), end, isKnown)
  if (verdict.kind === 'person') return released(burst)
  const key = end.key === 'pressed' ? 'hold' : 'pass'
  const isWhole = verdict.kind === 'scan' && verdict.isKnown
  const last = strokes.at(-1)?.atMs ?? -Infinity
  const tailUntilMs = isWhole || end.key === 'pressed' ? -Infinity : last + CHAIN_MS
  const next = { ...NOTHING, key, burst: { ...NO_BURST, tailUntilMs } } as const
  if (verdict.kind === 'broken') {
    return { ...next, takenBack: strokes.slice(0, heldFrom), broken: strokes }
  }
  const { from, takenFrom } = verdict
  return { ...next, takenBack: strokes.slice(takenFrom, heldFrom), scanned: strokes.slice(from) }
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
