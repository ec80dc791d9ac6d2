/**
 * State ids of a default PrestaShop installation in which an order is paid: accepted, in
 * preparation, shipped…
 */
const USUALLY_PAID: ReadonlySet<number> = new Set([2, 3, 4, 5, 9, 11])
/** State ids in which it no longer is paid: cancelled, refunded. */
const USUALLY_UNDONE: ReadonlySet<number> = new Set([6, 7])

/** An order state of the shop (resource order_states). */
export interface OrderState {
  stateId: number
  name: string
  isPaid: boolean
}

/** What an order state means for the journal. */
export type StateMeaning = 'paid' | 'undone' | 'waiting'

/**
 * Meaning of an order state: the owner's choice, else the shop's own `paid` flag, else the meaning
 * in a default installation. A cancelled or refunded order is undone; any other unpaid order waits.
 */
export function meaningOfState(
  stateId: number,
  states: readonly OrderState[] | undefined,
  owner: Readonly<Record<string, StateMeaning>> = {},
): StateMeaning {
  const chosen = owner[String(stateId)]
  if (chosen) return chosen
  if (USUALLY_UNDONE.has(stateId)) return 'undone'
  const known = states?.find(state => state.stateId === stateId)
  return (known ? known.isPaid : USUALLY_PAID.has(stateId)) ? 'paid' : 'waiting'
}
