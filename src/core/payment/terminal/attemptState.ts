import * as v from 'valibot'
import { DOUBTS, NOT_SENT, REFUSALS, type AttemptState } from './outcome'

const word = v.pipe(v.string(), v.maxLength(40))
const cents = v.pipe(v.number(), v.safeInteger(), v.minValue(1))

/** An attempt as a server tells or keeps it: nothing longer, and no reason of its own. */
export const attemptStateShape: v.GenericSchema<unknown, AttemptState> = v.variant('state', [
  v.object({ state: v.literal('waiting') }),
  v.object({
    state: v.literal('accepted'),
    amountCents: cents,
    application: word,
    authorisation: word,
    contract: word,
  }),
  v.object({ state: v.literal('refused'), why: v.picklist(REFUSALS) }),
  v.object({ state: v.literal('not-sent'), why: v.picklist(NOT_SENT) }),
  v.object({ state: v.literal('unknown'), why: v.picklist(DOUBTS) }),
])

/** A state as it was kept; undefined where it is none. */
export function readAttemptState(value: unknown): AttemptState | undefined {
  const read = v.safeParse(attemptStateShape, value)
  return read.success ? read.output : undefined
}
