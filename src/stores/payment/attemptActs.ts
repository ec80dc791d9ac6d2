import type { TerminalWanted } from './cardTerminal'
import type { useTerminalTaking } from './useTerminalTaking'
import type { TillContext } from '@/till/context'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { CardAttempt, ChosenTerminal } from '@/core/payment/terminal/attempt'
import { answerByPerson, carryThrough, sealWish } from '@/till/payment/terminal/askTerminal'
import type { FollowOptions } from '@/till/payment/terminal/followAttempt'
import type { TerminalServer } from '@/till/payment/terminal/terminalServer'

const ASK_EVERY_MS = 700

/** What the acts of an attempt need of the page. */
export interface AttemptPage {
  context: TillContext
  user: () => UserV1
  server: TerminalServer
  taking: ReturnType<typeof useTerminalTaking>
}

/** Seals what is to be asked, for the ticket on the counter or for a debt. */
export function sealWanted(
  { context, user, server, taking }: AttemptPage,
  terminal: ChosenTerminal,
  { amountCents, method, debt }: TerminalWanted,
): ReturnType<typeof sealWish> {
  return sealWish(context, user(), server, {
    ticketId: debt?.saleId ?? taking.counter().ticketId,
    ...(debt ? { debtOf: debt } : {}),
    terminal,
    amountCents: Math.abs(amountCents),
    direction: amountCents < 0 ? 'credit' : 'debit',
    method,
  })
}

/** Carries an attempt through; another page that takes the counter goes on with it. */
export function carryOn(
  { context, user, server, taking }: AttemptPage,
  about: { attempt: CardAttempt; isNew: boolean },
  { tell, isOver }: Omit<FollowOptions, 'pause'>,
): ReturnType<typeof carryThrough> {
  const { counter, isElsewhere, methodFor, during } = taking
  return carryThrough(context, user(), server, about, {
    pause: () => new Promise(resolve => setTimeout(resolve, ASK_EVERY_MS)),
    tell,
    isOver: () => isOver() || isElsewhere(),
    counter,
    methodFor,
    during: work => during(about.attempt, work),
  })
}

/** Takes what a person read on the terminal: an amount, or null for nothing. */
export function answerFor(
  { context, user, server, taking }: AttemptPage,
  attempt: CardAttempt,
  acceptedCents: number | null,
): ReturnType<typeof answerByPerson> {
  const { counter, methodFor, during } = taking
  const answer = { attempt, acceptedCents }
  return answerByPerson(context, user(), server, answer, {
    counter,
    methodFor,
    during: work => during(attempt, work),
  })
}
