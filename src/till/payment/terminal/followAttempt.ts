import type { Said, TerminalServer } from './terminalServer'
import type { TillContext } from '@/till/context'
import { isFresh, type CardAttempt } from '@/core/payment/terminal/attempt'
import type { TerminalOutcome } from '@/core/payment/terminal/outcome'

/** What is known while an attempt is followed. */
export type Following = 'waiting' | 'no-answer'

export interface FollowOptions {
  /** Waits until the next question; rejects nothing. */
  pause: () => Promise<void>
  tell: (state: Following) => void
  /** Whether to stop: a person answered meanwhile. */
  isOver: () => boolean
}

/** Questions without an answer after which the server counts as silent. */
const SILENT_AFTER = 4

/**
 * Asks the server for the state of an attempt until it ended; null once nobody wants to know any more.
 * An attempt that the server never had is withdrawn there first, so that a request that is still on its
 * way never reaches the terminal.
 */
export async function followAttempt(
  context: TillContext,
  server: TerminalServer,
  attempt: CardAttempt,
  { pause, tell, isOver }: FollowOptions,
  first?: Said,
): Promise<TerminalOutcome | null> {
  let said = first ?? (await server.stateOf(attempt))
  let silences = 0
  let wasHeard = false
  while (!isOver()) {
    if (said.state === 'unheard') said = await neverHeard(context, server, attempt, wasHeard)
    const outcome = outcomeSaid(said)
    if (outcome) return outcome
    wasHeard ||= said.state === 'waiting'
    silences = said.state === 'no-answer' ? silences + 1 : 0
    if (said.state === 'waiting') tell('waiting')
    else if (silences >= SILENT_AFTER) tell('no-answer')
    await pause()
    if (isOver()) return null
    said = await server.stateOf(attempt)
  }
  return null
}

/** What is known of an attempt that a server does not know: it is made sure that it never will. */
export async function neverHeard(
  context: TillContext,
  server: TerminalServer,
  attempt: CardAttempt,
  wasHeard: boolean,
): Promise<Said> {
  // It was there, or may be so old that it was forgotten: it is not known to have asked nothing.
  if (wasHeard || !isFresh(attempt, context.now().at)) return { state: 'other-server' }
  const said = await server.withdraw(attempt)
  return said.state === 'unheard' ? { state: 'no-answer' } : said
}

/** The end that was said; undefined while there is none. */
export function outcomeSaid(said: Said): TerminalOutcome | undefined {
  if (said.state === 'other-server') return { state: 'unknown', why: 'other-server' }
  const isOpen = said.state === 'waiting' || said.state === 'no-answer' || said.state === 'unheard'
  return isOpen ? undefined : said
}
