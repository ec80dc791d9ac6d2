import type { EntryReference } from '@/core/journal/entryReference'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { PaymentMethod, Tender } from '@/core/payment/tender'
import type { Direction, Doubt, TerminalOutcome } from './outcome'

/** The card terminal that this device asks, one of those its server lists. */
export interface ChosenTerminal {
  terminalId: string
  /** Name for people, as the server gives it; may be empty. */
  name: string
  /** It gives the customer's card slip to the till, as its server says. */
  hasSlip?: boolean
  /** The customer's card slip is the till's to print, on request. */
  wantsSlip?: boolean
}

/** Whether a payment on a terminal asks for the customer's card slip. */
export const asksForSlip = ({ hasSlip, wantsSlip }: ChosenTerminal): boolean =>
  hasSlip === true && wantsSlip === true

/** A request to a terminal whose end is not sealed yet. A device has one at most. */
export interface CardAttempt {
  /** Chosen by the page; the server asks the terminal once for each. */
  attemptId: string
  /** The ticket whose payment it is for; where a debt is paid, the event id of the sale that left it. */
  ticketId: string
  /** The sale whose debt is paid; absent where it is a ticket's payment. */
  debtOf?: EntryReference
  terminal: ChosenTerminal
  /** Name of the server's file of attempts, as it was when this one began. */
  serverId: string
  /** Above zero, whichever the direction. */
  amountCents: number
  direction: Direction
  /** Method that an accepted amount is taken with. */
  method: Pick<PaymentMethod, 'kind' | 'name' | 'account'>
  /** Device time, ISO 8601. */
  askedAt: string
  /** Why a person must look at the terminal; null while its answer is awaited. */
  doubt: Doubt | null
}

/** Who says how an attempt ended. */
export type AnsweredBy = 'terminal' | 'person'

/** How an attempt ended for certain. */
export type CertainOutcome = Exclude<TerminalOutcome, { state: 'unknown' }>

/** What a person read on the terminal; the amount is what it shows. */
export function readByPerson(acceptedCents: number | null): CertainOutcome {
  if (acceptedCents === null) return { state: 'refused', why: 'other' }
  const unread = { application: '', authorisation: '', contract: '' }
  return { state: 'accepted', amountCents: acceptedCents, ...unread }
}

/** The tender of an accepted attempt: below zero where money was given back. */
export function tenderOfAttempt(
  { direction, method }: CardAttempt,
  acceptedCents: number,
  other: CardAttempt['method'] = method,
): Tender {
  const { kind, name, account } = other
  return { kind, name, account, givenCents: direction === 'debit' ? acceptedCents : -acceptedCents }
}

const A_DAY_MS = 86_400_000

/**
 * Whether an attempt is so new that a server which does not know it never had it: a server keeps them
 * for two days. A clock that was set back makes it old.
 */
export function isFresh({ askedAt }: CardAttempt, nowAt: string): boolean {
  const ageMs = Date.parse(nowAt) - Date.parse(askedAt)
  return ageMs >= 0 && ageMs < A_DAY_MS
}

/** What every trace of an attempt tells. */
export function attemptDetail(attempt: CardAttempt): TraceV1['detail'] {
  const { attemptId, ticketId, debtOf, terminal, amountCents, direction, method } = attempt
  const named = { terminal: terminal.name || terminal.terminalId, name: method.name }
  const about = { attemptId, ticketId, ...named, direction, amountCents }
  if (!debtOf) return about
  return { ...about, saleTill: debtOf.till, saleNumber: debtOf.number }
}

/** Detail of the trace of how an attempt ended; `isTicketGone`: its ticket is not open here any more, or its debt is settled. */
export function endDetail(
  attempt: CardAttempt,
  outcome: CertainOutcome,
  isTicketGone: boolean,
): TraceV1['detail'] {
  const about = { ...attemptDetail(attempt), outcome: outcome.state }
  if (outcome.state !== 'accepted') return { ...about, why: outcome.why }
  const { amountCents: acceptedCents, application, authorisation, contract } = outcome
  const card = { application, authorisation, contract }
  return { ...about, acceptedCents, ...card, ...(isTicketGone ? { ticketGone: true } : {}) }
}

/** The number that a terminal knows a till by, 1 to 26, from the first letter of its till code. */
export const tillNumberOf = (tillCode: string): number =>
  Math.min(26, Math.max(1, tillCode.charCodeAt(0) - 64))
