/** A clock that nobody can set, as one opening of the page reads it. */
export interface SteadyMoment {
  /** Another opening of the page, or another tab, counts from another beginning. */
  opening: string
  ms: number
}

/** Wrong PINs in a row of one person, stored on disk so that a reload forgets none. */
export interface FailedTries {
  count: number
  /** Time of the last wrong PIN, on the device's clock: it is told, never computed with. */
  lastAt: string
  /** What is left of the wait, as of `countedAt`. Earlier versions did not store it. */
  leftMs?: number
  countedAt?: SteadyMoment
}

/** Number of tries without waiting, for slips of the finger. */
const FREE_TRIES = 5
/** Wait after each wrong try from the fifth on; the last value repeats. */
const WAITS_SECONDS = [30, 60, 300, 900, 3600]

/** No wrong PIN since the last correct one. */
export const NO_FAILED_TRIES: FailedTries = { count: 0, lastAt: '' }

/** The tries after one more wrong PIN: its wait begins now. */
export function afterFailure(
  { count }: FailedTries,
  at: string,
  countedAt: SteadyMoment,
): FailedTries {
  return { count: count + 1, lastAt: at, leftMs: waitMs(count + 1), countedAt }
}

/** Number of wrong tries left before the next wait. */
export function triesLeft({ count }: FailedTries): number {
  return Math.max(0, FREE_TRIES - count)
}

/** Seconds until the next try is accepted; 0 when it is accepted now. The tries are counted down first. */
export function secondsToWait({ count, leftMs = waitMs(count) }: FailedTries): number {
  return Math.ceil(leftMs / 1000)
}

/**
 * The tries with their wait counted down to now. Only time that this opening of the page has seen
 * pass counts: what was left is kept across reloads, and no time that the device's clock tells, set
 * forward or back, makes it shorter.
 */
export function countedDown(tries: FailedTries, now: SteadyMoment): FailedTries {
  const { count, countedAt, leftMs = waitMs(count) } = tries
  const passedMs = countedAt?.opening === now.opening ? Math.max(0, now.ms - countedAt.ms) : 0
  return { ...tries, leftMs: Math.max(0, leftMs - passedMs), countedAt: now }
}

/** The wait after so many wrong PINs, in milliseconds. */
function waitMs(count: number): number {
  if (count < FREE_TRIES) return 0
  return (WAITS_SECONDS[Math.min(count - FREE_TRIES, WAITS_SECONDS.length - 1)] ?? 0) * 1000
}
