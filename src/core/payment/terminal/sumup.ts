import * as v from 'valibot'
import type { AttemptState, TerminalOutcome, TerminalRequest } from './outcome'

/*
 * A SumUp Solo, asked over SumUp's Cloud API: a checkout is created for a reader, then asked about until
 * it ended. Shapes and words are those of SumUp's public description of that API.
 */

/** What came of creating a checkout: it is on its way, or it ended at once. */
export type Created =
  { state: 'created'; checkoutId: string; transactionId: string } | TerminalOutcome

const id = v.pipe(v.string(), v.regex(/^[\w-]{1,80}$/))
const createdShape = v.object({
  data: v.object({ checkout_id: id, client_transaction_id: id }),
})
const refusedShape = v.object({ errors: v.object({ type: v.pipe(v.string(), v.maxLength(60)) }) })
const checkoutShape = v.object({
  data: v.object({
    checkout_id: id,
    client_transaction_id: id,
    status: v.picklist(['pending', 'successful', 'failed', 'cancelled']),
    /** SumUp documents no words for it. */
    payment_status: v.nullish(v.pipe(v.string(), v.maxLength(60))),
    total_amount: v.object({
      currency: v.string(),
      minor_unit: v.literal(2),
      value: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    }),
  }),
})

/** Whose application asks: SumUp gives both. */
export interface Affiliate {
  appId: string
  key: string
}

/** The body that creates a checkout. The reference finds its transaction again, on SumUp's own pages. */
export function checkoutBody(
  { amountCents, reference }: TerminalRequest,
  { appId, key }: Affiliate,
): object {
  return {
    total_amount: { currency: 'EUR', minor_unit: 2, value: amountCents },
    affiliate: { app_id: appId, key, foreign_transaction_id: reference },
  }
}

/** What SumUp documents as asking nothing of the reader. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403, 404, 422])

/**
 * What the answer to a creation says. Only what SumUp documents as a refusal asked nothing of the reader:
 * after anything else it may have been. SumUp may leave out the id of a checkout that it created, and how
 * that one ends cannot be asked then.
 */
export function createdOf(status: number, body: unknown): Created {
  if (status === 201) {
    const created = v.safeParse(createdShape, body)
    if (!created.success) return { state: 'unknown', why: 'unreadable' }
    const { checkout_id: checkoutId, client_transaction_id: transactionId } = created.output.data
    return { state: 'created', checkoutId, transactionId }
  }
  const refused = v.safeParse(refusedShape, body)
  const type = refused.success ? refused.output.errors.type : ''
  if (status === 422 && type === 'READER_BUSY') return { state: 'not-sent', why: 'busy' }
  if (status === 422 && type === 'READER_OFFLINE') return { state: 'not-sent', why: 'unreachable' }
  if (REFUSED.has(status)) return { state: 'refused', why: 'bad-operation' }
  return { state: 'unknown', why: 'unreadable' }
}

const MONEY_MOVED: ReadonlySet<string> = new Set(['successful', 'paid'])
const NO_MONEY: ReadonlySet<string> = new Set(['failed', 'cancelled', 'canceled', 'declined'])

/** How a checkout ended, or that it did not yet; undefined where the answer says nothing of it. */
export function checkoutOutcome(
  status: number,
  body: unknown,
  created: { checkoutId: string; transactionId: string },
  { amountCents }: TerminalRequest,
): AttemptState | undefined {
  const read = status === 200 ? v.safeParse(checkoutShape, body) : undefined
  if (!read?.success) return undefined
  const { data } = read.output
  const isOurs =
    data.checkout_id === created.checkoutId && data.client_transaction_id === created.transactionId
  if (!isOurs) return { state: 'unknown', why: 'other-request' }
  if (data.status === 'pending') return { state: 'waiting' }
  const paid = data.payment_status?.toLowerCase() ?? ''
  const isContradicted = (data.status === 'successful' ? NO_MONEY : MONEY_MOVED).has(paid)
  if (isContradicted) return { state: 'unknown', why: 'unreadable' }
  if (data.status === 'failed') return { state: 'refused', why: 'refused' }
  if (data.status === 'cancelled') return { state: 'refused', why: 'abandoned' }
  const { currency, value } = data.total_amount
  if (currency !== 'EUR') return { state: 'unknown', why: 'other-request' }
  if (value === 0) return { state: 'unknown', why: 'amount-missing' }
  if (value > amountCents) return { state: 'unknown', why: 'amount-above' }
  return { state: 'accepted', amountCents: value, application: '', authorisation: '', contract: '' }
}
