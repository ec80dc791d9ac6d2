import { beginAttempt, doubtAttempt, endAttempt, type SealedEnd } from './sealAttempt'
import { followAttempt, type FollowOptions } from './followAttempt'
import type { TerminalServer } from './terminalServer'
import type { TillContext } from '@/till/context'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { tillNumberOf, type CardAttempt } from '@/core/payment/terminal/attempt'
import type { CertainOutcome } from '@/core/payment/terminal/attempt'
import type { Ticket } from '@/core/ticket/ticket'

/** What a terminal is to be asked for. */
export type TerminalWish = Pick<
  CardAttempt,
  'ticketId' | 'terminal' | 'amountCents' | 'direction' | 'method'
>

/** Seals an attempt for a server that answers; nothing is sealed where it does not. */
export async function sealWish(
  context: TillContext,
  user: UserV1,
  server: TerminalServer,
  wish: TerminalWish,
): Promise<Result<CardAttempt, SellingError>> {
  const serverId = await server.serverId()
  if (serverId === null) return fail({ code: 'terminal-server-silent' })
  const { ticketId, terminal, amountCents, direction, method } = wish
  const attempt: CardAttempt = {
    attemptId: context.newId(),
    ticketId,
    terminal: { terminalId: terminal.terminalId, name: terminal.name },
    serverId,
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

export interface CarryOptions extends FollowOptions {
  /** The ticket on the counter as it is when the attempt ends. */
  counter: () => Ticket
  /** Method for what the card turned out to be; undefined for the one that was asked with. */
  methodFor?: (attempt: CardAttempt, outcome: CertainOutcome) => CardAttempt['method'] | undefined
  /** Keeps the ticket from changing while the end of its attempt is sealed. */
  during?: <Done>(work: () => Promise<Done>) => Promise<Done>
}

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
  const during = options.during ?? (work => work())
  const ended = await during(() =>
    endAttempt(context, user, {
      attemptId,
      outcome,
      by: 'terminal',
      counter: options.counter(),
      method: options.methodFor?.(attempt, outcome),
    }),
  )
  if (!ended.ok) return ended
  return ok(ended.value ? { state: 'ended', end: ended.value } : { state: 'over' })
}
