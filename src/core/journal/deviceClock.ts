/** The device's two clocks, read at the same moment, in milliseconds. */
export interface ClockReading {
  /** Wall clock: set by people and corrected by the network. */
  wallMs: number
  /** Monotonic clock: nobody can set it. On many devices it stops while they sleep. */
  steadyMs: number
}

/** A clock drifts and is corrected by seconds; a jump of minutes was made by a person. */
const MOVED_MS = 3 * 60_000

/**
 * By how many milliseconds the wall clock was moved between two readings; 0 when it was not. A move
 * forward is reported only when the page was visible all the time (`wasSeen`): after sleep, the
 * wall clock is also ahead of the monotonic one.
 */
export function clockMovedMs(before: ClockReading, now: ClockReading, wasSeen: boolean): number {
  const movedMs = Math.round(now.wallMs - before.wallMs - (now.steadyMs - before.steadyMs))
  if (Math.abs(movedMs) < MOVED_MS) return 0
  return movedMs > 0 && !wasSeen ? 0 : movedMs
}

/** A time that has certainly passed, and who told it. */
export interface KnownTime {
  at: string
  /** The day the till was built, or the clock of the shop's server or of the till's own. */
  from: 'build' | 'shop' | 'server'
}

/** What bounds the device's clock when an entry is sealed. */
export interface ClockBounds {
  /** Time of the entry before. */
  lastAt: string
  known: KnownTime | null
}

/** Why the device's clock is not believed: it is told, and sealed before the entry that shows it. */
export interface ClockDoubt {
  /** Behind the last entry, behind a time that has passed, or far ahead of everything known. */
  kind: 'behind-journal' | 'behind-known' | 'ahead'
  /** Difference to the bound, in seconds; negative where the clock is behind it. */
  movedSeconds: number
  /** The bound: a time of the journal, or one that is known. */
  boundAt: string
}

/** What the till stores about its clock. */
export interface ClockState {
  known: KnownTime | null
  /** The last doubt, and the clock then; `isRead` once somebody has read the notice. */
  doubt: (ClockDoubt & { at: string; isRead: boolean }) | null
}

export const NO_CLOCK_STATE: ClockState = { known: null, doubt: null }

/**
 * Parts of the till that seal side by side each take the time when they begin, and the network
 * corrects a clock by seconds: an entry may be so much earlier than the one before.
 */
const BESIDE_MS = 10_000
/** A server's clock and the device's differ by less, unless one of them is wrong. */
const SERVER_MS = 10 * 60_000
/** The till sells for weeks without a network: what is further ahead of all it knows is doubted. */
const FAR_AHEAD_MS = 40 * 86_400_000

/**
 * Compares the clock with its bounds before an entry is sealed at `at`. Null where nothing speaks
 * against it. A clock set forward, used and set back gives two doubts: far ahead, then behind.
 */
export function clockDoubtAt(at: string, { lastAt, known }: ClockBounds): ClockDoubt | null {
  const doubt = (kind: ClockDoubt['kind'], boundAt: string) => ({
    kind,
    movedSeconds: Math.round(msBetween(boundAt, at) / 1000),
    boundAt,
  })
  if (msBetween(lastAt, at) < -BESIDE_MS) return doubt('behind-journal', lastAt)
  if (known && msBetween(known.at, at) < -SERVER_MS) return doubt('behind-known', known.at)
  const latest = known && msBetween(lastAt, known.at) > 0 ? known.at : lastAt
  return msBetween(latest, at) > FAR_AHEAD_MS ? doubt('ahead', latest) : null
}

/** Compares the clock with a server's at the same moment; null where they agree. */
export function clockDoubtBy(serverAt: string, at: string): ClockDoubt | null {
  const aheadMs = msBetween(serverAt, at)
  if (Math.abs(aheadMs) <= SERVER_MS) return null
  const kind = aheadMs > 0 ? 'ahead' : 'behind-known'
  return { kind, movedSeconds: Math.round(aheadMs / 1000), boundAt: serverAt }
}

/**
 * Whether a doubt at `at` tells nothing that was not sealed before: the clock runs on as far behind
 * a known time as it was. What the journal itself shows is always new.
 */
export const isStillBehind = (before: ClockState['doubt'], next: ClockDoubt, at: string): boolean =>
  next.kind === 'behind-known' && before?.kind === next.kind && msBetween(before.at, at) >= 0

/** Whether a server tells the same difference again. */
export const isSameDifference = (before: ClockState['doubt'], next: ClockDoubt): boolean =>
  before?.kind === next.kind && Math.abs(before.movedSeconds - next.movedSeconds) * 1000 < SERVER_MS

/** The time known to have passed, after one more was told: the later of the two. */
export const laterKnown = (before: KnownTime | null, next: KnownTime): KnownTime =>
  before && msBetween(before.at, next.at) <= 0 ? before : next

const msBetween = (from: string, to: string) => Date.parse(to) - Date.parse(from)
