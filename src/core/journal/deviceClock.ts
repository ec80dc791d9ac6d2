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

/** By how many milliseconds the clock is earlier than the last sealed entry; 0 when it is not. */
export function behindJournalMs(lastAt: string, nowAt: string): number {
  return Math.max(0, Date.parse(lastAt) - Date.parse(nowAt))
}
