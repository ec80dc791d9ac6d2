import * as v from 'valibot'
import type { CardAttempt, ChosenTerminal } from '@/core/payment/terminal/attempt'
import { agentHeaders, type CounterAgent } from '@/core/settings/counterAgent'
import { attemptStateShape } from '@/core/payment/terminal/attemptState'
import type { AttemptState } from '@/core/payment/terminal/outcome'

/** What the server says of an attempt, or that it says nothing. */
export type Said =
  | AttemptState
  /** It never had the attempt. */
  | { state: 'unheard' }
  /** It keeps another file of attempts than the one that this attempt went to. */
  | { state: 'other-server' }
  /** No answer that can be read. */
  | { state: 'no-answer' }

/** The server that reaches the card terminals, as an attempt needs it. */
export interface TerminalServer {
  /** Terminals that the server lists; null where it has none, or is not there. */
  list: () => Promise<ChosenTerminal[] | null>
  /** Name of its file of attempts; null without an answer. */
  serverId: () => Promise<string | null>
  start: (attempt: CardAttempt, tillNumber: number) => Promise<Said>
  stateOf: (attempt: CardAttempt) => Promise<Said>
  withdraw: (attempt: CardAttempt) => Promise<Said>
}

const ANSWERS_WITHIN_MS = 5_000
const LONGEST_ANSWER = 20_000
const word = v.pipe(v.string(), v.maxLength(40))
const answerShape = v.object({ attempt: v.nullable(attemptStateShape) })
const serverShape = v.object({ serverId: v.pipe(word, v.minLength(1)) })
const equipmentShape = v.object({
  equipment: v.pipe(
    v.array(v.object({ id: word, kind: v.string(), name: word })),
    v.maxLength(100),
  ),
})

/**
 * Asks the till's own server, or the program of the counter that its page was paired with. No answer,
 * and none that it could have given, count.
 */
export function terminalServer(
  ask: typeof fetch,
  readAgent: () => Promise<CounterAgent>,
): TerminalServer {
  const request = async (path: string, body?: string) =>
    requestOf(ask, await readAgent(), path, body)
  const tell = async (act: string, attempt: CardAttempt, more: object = {}): Promise<Said> => {
    const { attemptId: id, serverId } = attempt
    const body = JSON.stringify({ id, serverId, ...more })
    const answer = await request(`agent/terminal/${act}`, body)
    if (answer?.status === 409) return { state: 'other-server' }
    const said = v.safeParse(answerShape, answer?.value)
    if (!said.success) return { state: 'no-answer' }
    return said.output.attempt ?? { state: 'unheard' }
  }

  return {
    async list() {
      const answer = await request('agent/equipment')
      const listed = v.safeParse(equipmentShape, answer?.value)
      if (!listed.success) return null
      return listed.output.equipment
        .filter(({ kind }) => kind === 'terminal')
        .map(({ id, name }) => ({ terminalId: id, name }))
    },
    async serverId() {
      const answer = await request('agent/terminal/server')
      const server = v.safeParse(serverShape, answer?.value)
      return server.success ? server.output.serverId : null
    },
    start: (attempt, tillNumber) => {
      const { terminal, amountCents, direction } = attempt
      const { terminalId } = terminal
      return tell('start', attempt, { terminalId, amountCents, direction, tillNumber })
    },
    stateOf: attempt => tell('state', attempt),
    withdraw: attempt => tell('withdraw', attempt),
  }
}

/** One request with a JSON answer; undefined where none came. */
async function requestOf(
  ask: typeof fetch,
  agent: CounterAgent,
  path: string,
  body?: string,
): Promise<{ status: number; value: unknown } | undefined> {
  try {
    const answer = await ask(new URL(path, agent.address).href, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...agentHeaders(agent), 'Content-Type': 'application/json' },
      credentials: 'omit',
      ...(body === undefined ? {} : { body }),
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    })
    const text = await answer.text()
    if (text.length > LONGEST_ANSWER) return undefined
    return { status: answer.status, value: JSON.parse(text) as unknown }
  } catch (error) {
    // No network, too late, or a page in place of an answer: nothing was said.
    const isSilence =
      error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException
    if (isSilence) return undefined
    throw error
  }
}
