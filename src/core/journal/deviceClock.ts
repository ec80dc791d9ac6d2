/** The device's two clocks, read at once, in milliseconds. */
export interface ClockReading {
  /** What people set, and the network corrects. */
  wallMs: number
  /** Never set by anyone; on many devices it stands still while they sleep. */
  steadyMs: number
}

/** A clock drifts and is corrected by seconds; minutes are someone's doing. */
const MOVED_MS = 3 * 60_000

/**
 * By how many milliseconds the clock was moved between two readings; 0 when it was not. Moved
 * forward is told from sleep only where the page was seen all the time (`wasSeen`): a device
 * that slept finds its clock ahead too.
 */
export function clockMovedMs(before: ClockReading, now: ClockReading, wasSeen: boolean): number {
  const movedMs = Math.round(now.wallMs - before.wallMs - (now.steadyMs - before.steadyMs))
  if (Math.abs(movedMs) < MOVED_MS) return 0
  return movedMs > 0 && !wasSeen ? 0 : movedMs
}

/** By how many milliseconds the clock is behind what was sealed last; 0 when it is not. */
export function behindJournalMs(lastAt: string, nowAt: string): number {
  return Math.max(0, Date.parse(lastAt) - Date.parse(nowAt))
}
