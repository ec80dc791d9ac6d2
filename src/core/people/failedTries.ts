/** Wrong PINs in a row of one person, stored on disk so that a reload forgets none. */
export interface FailedTries {
  count: number
  /** Time of the last wrong PIN, on the device's clock. */
  lastAt: string
}

/** Number of tries without waiting, for slips of the finger. */
const FREE_TRIES = 5
/** Wait after each wrong try from the fifth on; the last value repeats. */
const WAITS_SECONDS = [30, 60, 300, 900, 3600]

/** No wrong PIN since the last correct one. */
export const NO_FAILED_TRIES: FailedTries = { count: 0, lastAt: '' }

/** The tries after one more wrong PIN. */
export function afterFailure({ count }: FailedTries, at: string): FailedTries {
  return { count: count + 1, lastAt: at }
}

/** Number of wrong tries left before the next wait. */
export function triesLeft({ count }: FailedTries): number {
  return Math.max(0, FREE_TRIES - count)
}

/** Seconds until the next try is accepted; 0 when it is accepted now. */
export function secondsToWait({ count, lastAt }: FailedTries, at: string): number {
  if (count < FREE_TRIES) return 0
  const wait = WAITS_SECONDS[Math.min(count - FREE_TRIES, WAITS_SECONDS.length - 1)] ?? 0
  const elapsed = Math.max(0, Date.parse(at) - Date.parse(lastAt)) / 1000
  return Math.max(0, Math.ceil(wait - elapsed))
}

/**
 * The tries adjusted to a clock that was set back since: the wait then begins again, instead of
 * lasting until the earlier time comes round.
 */
export function onClock(tries: FailedTries, at: string): FailedTries {
  return Date.parse(tries.lastAt) > Date.parse(at) ? { ...tries, lastAt: at } : tries
}
