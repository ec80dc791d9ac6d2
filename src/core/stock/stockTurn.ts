/** 0: no other till writes this shop's stock. 1 to 4: position of this till among several. */
export type StockTurn = 0 | 1 | 2 | 3 | 4

/** All turns, for the settings. */
export const STOCK_TURNS: readonly StockTurn[] = [0, 1, 2, 3, 4]

const TURN_SECONDS = 20
const ROUND_SECONDS = TURN_SECONDS * 4
/** Largest difference of clocks that are read in whole seconds over a network. */
const MARGIN_SECONDS = 4

/**
 * Seconds left of this till's turn to write, by the shop's clock; 0 when it is not its turn,
 * Infinity when there is no other till.
 *
 * The webservice only sets a quantity as a whole: when two tills read the same quantity and write
 * one after the other, a sale is lost, and nothing they read later shows it. Tills that share
 * nothing but the shop's clock therefore write in turns. No write begins within the margin at both
 * ends.
 */
export function turnLeftSeconds(turn: StockTurn, shopSeconds: number): number {
  if (turn === 0) return Infinity
  const secondsFromTurn = shopSeconds - (turn - 1) * TURN_SECONDS
  const since = ((secondsFromTurn % ROUND_SECONDS) + ROUND_SECONDS) % ROUND_SECONDS
  if (since < MARGIN_SECONDS || since >= TURN_SECONDS - MARGIN_SECONDS) return 0
  return TURN_SECONDS - MARGIN_SECONDS - since
}

/** Seconds until this till's next turn begins; 0 during its turn. */
export function turnInSeconds(turn: StockTurn, shopSeconds: number): number {
  if (turnLeftSeconds(turn, shopSeconds) > 0) return 0
  const begins = (turn - 1) * TURN_SECONDS + MARGIN_SECONDS
  return (((begins - shopSeconds) % ROUND_SECONDS) + ROUND_SECONDS) % ROUND_SECONDS
}

/**
 * A write answered later than this, in seconds after its begin, may collide with another till's.
 */
export const LATE_AFTER_SECONDS = MARGIN_SECONDS

const FIRST_TRY_MS = 30_000
const LONGEST_TRY_MS = 3_600_000

/**
 * Milliseconds before the next try after a number of failures in a row; `random` is from 0 to 1.
 */
export function tryAgainInMs(failures: number, random: number): number {
  return Math.min(LONGEST_TRY_MS, FIRST_TRY_MS * 2 ** Math.min(failures, 10)) * (0.8 + 0.4 * random)
}
