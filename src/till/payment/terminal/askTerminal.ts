import { beginAttempt, doubtAttempt, endAttempt, type SealedEnd } from './sealAttempt'
import { followAttempt, neverHeard, outcomeSaid, type FollowOptions } from './followAttempt'
import type { TerminalServer } from './terminalServer'
import type { TillContext } from '@/till/context'
import { ok, type Result, type SellingError } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import {
  readByPerson,
  tillNumberOf,
  type AnsweredBy,
  type CardAttempt,
  type CertainOutcome,
} from '@/core/payment/terminal/attempt'
import type { Ticket } from '@/core/ticket/ticket'

/** What a terminal is to be asked for. */
export type TerminalWish = Pick<
  CardAttempt,
  'ticketId' | 'debtOf' | 'terminal' | 'amountCents' | 'direction' | 'method'
>

/** Seals an attempt for a server that answers; nothing is sealed where it does not. */
export async function sealWish(
  context: TillContext,
  user: UserV1,
  server: TerminalServer,
  wish: TerminalWish,
): Promise<Result<CardAttempt, SellingError>> {
  const found = await server.serverId()
  if (!found.ok) return found
  const { ticketId, debtOf, terminal, amountCents, direction, method } = wish
  const attempt: CardAttempt = {
    attemptId: context.newId(),
    ticketId,
    ...(debtOf ? { debtOf: { till: debtOf.till, number: debtOf.number } } : {}),
    terminal: { ...terminal },
    serverId: found.value,
    amountCents,
    direction,
    method: { kind: method.kind, name: method.name, account: method.account },
    askedAt: context.now().at,
    doubt: null,
  }
  const begun = await beginAttempt(context, user, attempt)
  return begun.ok ? ok(attempt) : begun
}

/** How an attempt was carried through: it ended, a person must look, or a person answered meanwhile. */
export type Carried =
  | { state: 'ended'; end: SealedEnd }
  | { state: 'doubted'; attempt: CardAttempt }
  | { state: 'over' }

/** How the end of an attempt is put on its ticket; a debt needs none of it. */
export interface EndOptions {
  /** The ticket on the counter as it is when the attempt ends. */
  counter: () => Ticket
  /** Method for what the card turned out to be; undefined for the one that was asked with. */
  methodFor?: (attempt: CardAttempt, outcome: CertainOutcome) => CardAttempt['method'] | undefined
  /** Keeps the ticket from changing while the end of its attempt is sealed. */
  during?: <Done>(work: () => Promise<Done>) => Promise<Done>
}

export type CarryOptions = FollowOptions & EndOptions

/**
 * Asks the terminal (`isNew`), or goes on with an attempt that a page before began, until it ended or is
 * for a person to judge; seals which.
 */
export async function carryThrough(
  context: TillContext,
  user: UserV1,
  server: TerminalServer,
  { attempt, isNew }: { attempt: CardAttempt; isNew: boolean },
  options: CarryOptions,
): Promise<Result<Carried, SellingError>> {
  const first = isNew ? await server.start(attempt, tillNumberOf(context.tillCode)) : undefined
  const outcome = await followAttempt(context, server, attempt, options, first)
  const { attemptId } = attempt
  if (!outcome) return ok({ state: 'over' })
  if (outcome.state === 'unknown') {
    const doubted = await doubtAttempt(context, user, attemptId, outcome.why)
    if (!doubted.ok) return doubted
    return ok(doubted.value ? { state: 'doubted', attempt: doubted.value } : { state: 'over' })
  }
  return sealOutcome(context, user, attempt, { outcome, by: 'terminal' }, options)
}

/** How a person's answer was taken; `waiting`: the terminal still waits for the card, nothing is sealed. */
export type Answered = { state: 'ended'; end: SealedEnd } | { state: 'waiting' } | { state: 'over' }

/**
 * Seals what a person read on the terminal: an amount, or null for nothing. Where the server knows by
 * now how it ended, that counts; while its terminal still waits for the card, nobody can know. What
 * never came to the server is withdrawn there first.
 */
export async function answerByPerson(
  context: TillContext,
  user: UserV1,
  server: TerminalServer,
  { attempt, acceptedCents }: { attempt: CardAttempt; acceptedCents: number | null },
  options: EndOptions,
): Promise<Result<Answered, SellingError>> {
  const first = await server.stateOf(attempt)
  const isUnheard = first.state === 'unheard'
  // What is for a person to judge had come to a server: that one forgot it proves nothing.
  const wasHeard = attempt.doubt !== null
  const said = isUnheard ? await neverHeard(context, server, attempt, wasHeard) : first
  // It waits for the card, or may still come to the terminal.
  if (said.state === 'waiting' || (isUnheard && said.state === 'no-answer')) {
    return ok({ state: 'waiting' })
  }
  const outcome = outcomeSaid(said)
  const known =
    outcome && outcome.state !== 'unknown'
      ? { outcome, by: 'terminal' as const }
      : { outcome: readByPerson(acceptedCents), by: 'person' as const }
  return sealOutcome(context, user, attempt, known, options)
}

async function sealOutcome(
  context: TillContext,
  user: UserV1,
  attempt: CardAttempt,
  { outcome, by }: { outcome: CertainOutcome; by: AnsweredBy },
  { counter, methodFor, during = work => work() }: EndOptions,
): Promise<Result<{ state: 'ended'; end: SealedEnd } | { state: 'over' }, SellingError>> {
  const { attemptId } = attempt
  const ended = await during(() => {
    const method = methodFor?.(attempt, outcome)
    return endAttempt(context, user, { attemptId, outcome, by, counter: counter(), method })
  })
  if (!ended.ok) return ended
  return ok(ended.value ? { state: 'ended', end: ended.value } : { state: 'over' })
}
