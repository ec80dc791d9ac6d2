/** 0: no other till writes this shop's stock; 1 to 4: the place of this one among several. */
export type StockTurn = 0 | 1 | 2 | 3 | 4

export const STOCK_TURNS: readonly StockTurn[] = [0, 1, 2, 3, 4]

const TURN_SECONDS = 20
const ROUND_SECONDS = TURN_SECONDS * 4
/** Clocks that are told in whole seconds, over a network, agree within this much. */
const MARGIN_SECONDS = 4

/**
 * Seconds left of this till's turn to write, by the shop's clock; 0 when it is not its turn.
 *
 * A shop takes a quantity only as a whole: two tills that read the same one and write after
 * each other lose a sale, and nothing they read afterwards shows it. Tills that share nothing
 * but the shop's clock therefore write in turns. Nothing is begun within the margin.
 */
export function turnLeftSeconds(turn: StockTurn, shopSeconds: number): number {
  if (turn === 0) return Infinity
  const place = shopSeconds - (turn - 1) * TURN_SECONDS
  const since = ((place % ROUND_SECONDS) + ROUND_SECONDS) % ROUND_SECONDS
  if (since < MARGIN_SECONDS || since >= TURN_SECONDS - MARGIN_SECONDS) return 0
  return TURN_SECONDS - MARGIN_SECONDS - since
}

/** Seconds until the next turn of this till begins. */
export function turnInSeconds(turn: StockTurn, shopSeconds: number): number {
  if (turnLeftSeconds(turn, shopSeconds) > 0) return 0
  const begins = (turn - 1) * TURN_SECONDS + MARGIN_SECONDS
  return (((begins - shopSeconds) % ROUND_SECONDS) + ROUND_SECONDS) % ROUND_SECONDS
}

/** A write that was answered later than this, in seconds after it began, may meet another's. */
export const LATE_AFTER_SECONDS = MARGIN_SECONDS

const FIRST_TRY_MS = 30_000
const LONGEST_TRY_MS = 3_600_000

/** Milliseconds before it is tried again after so many failures in a row; `random` from 0 to 1. */
export function tryAgainInMs(failures: number, random: number): number {
  return Math.min(LONGEST_TRY_MS, FIRST_TRY_MS * 2 ** Math.min(failures, 10)) * (0.8 + 0.4 * random)
}
