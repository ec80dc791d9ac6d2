const FIRST_TRY_MS = 30_000
const LONGEST_TRY_MS = 3_600_000

/**
 * Milliseconds before the next try after a number of failures in a row; `random` is from 0 to 1.
 */
export function tryAgainInMs(failures: number, random: number): number {
  return Math.min(LONGEST_TRY_MS, FIRST_TRY_MS * 2 ** Math.min(failures, 10)) * (0.8 + 0.4 * random)
}
