/** States of a stock install in which an order is paid: accepted, in preparation, shipped… */
const USUALLY_PAID: ReadonlySet<number> = new Set([2, 3, 4, 5, 9, 11])
/** And in which it no longer is: cancelled, refunded. */
const USUALLY_UNDONE: ReadonlySet<number> = new Set([6, 7])

/** A state of orders as the shop has it (order_states). */
export interface OrderState {
  stateId: number
  name: string
  isPaid: boolean
}

/** What a state means for the books. */
export type StateMeaning = 'paid' | 'undone' | 'waiting'

/**
 * What a state means: as the owner said, else as the shop's own states say, else as in a
 * stock install. A cancelled or refunded order is undone; any other that is not paid waits.
 */
export function meaningOfState(
  stateId: number,
  states: readonly OrderState[] | undefined,
  owner: Readonly<Record<string, StateMeaning>> = {},
): StateMeaning {
  const asked = owner[String(stateId)]
  if (asked) return asked
  if (USUALLY_UNDONE.has(stateId)) return 'undone'
  const known = states?.find(state => state.stateId === stateId)
  return (known ? known.isPaid : USUALLY_PAID.has(stateId)) ? 'paid' : 'waiting'
}
