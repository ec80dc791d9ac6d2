/** Wrong PINs in a row for one person, kept on disk so that a reload forgets none. */
export interface FailedTries {
  count: number
  /** When the last one was, on the device's clock. */
  lastAt: string
}

/** Tries that cost no waiting: a finger slips. */
const FREE_TRIES = 5
/** What each wrong try from the fifth on costs; the last for every one after. */
const WAITS_SECONDS = [30, 60, 300, 900, 3600]

export const NO_FAILED_TRIES: FailedTries = { count: 0, lastAt: '' }

export function afterFailure({ count }: FailedTries, at: string): FailedTries {
  return { count: count + 1, lastAt: at }
}

/** Wrong tries that may still be made before the next wait. */
export function triesLeft({ count }: FailedTries): number {
  return Math.max(0, FREE_TRIES - count)
}

/** Seconds until the next try is taken; 0 when it is now. */
export function secondsToWait({ count, lastAt }: FailedTries, at: string): number {
  if (count < FREE_TRIES) return 0
  const wait = WAITS_SECONDS[Math.min(count - FREE_TRIES, WAITS_SECONDS.length - 1)] ?? 0
  const elapsed = Math.max(0, Date.parse(at) - Date.parse(lastAt)) / 1000
  return Math.max(0, Math.ceil(wait - elapsed))
}

/**
 * The same tries, on a clock that was set back since: a wait then begins again, instead of
 * lasting until the old hour comes round.
 */
export function onClock(tries: FailedTries, at: string): FailedTries {
  return Date.parse(tries.lastAt) > Date.parse(at) ? { ...tries, lastAt: at } : tries
}
