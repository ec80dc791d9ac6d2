import * as v from 'valibot'
import { asksForSlip, type CardAttempt, type ChosenTerminal } from '@/core/payment/terminal/attempt'
import { soundText } from '@/core/text'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { CounterAgent } from '@/core/settings/counterAgent'
import { attemptStateShape } from '@/core/payment/terminal/attemptState'
import type { AttemptState } from '@/core/payment/terminal/outcome'
import { askAgent, listEquipment } from '@/sharing/askAgent'

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
  /** Name of its file of attempts, or why it does not say it. */
  serverId: () => Promise<Result<string, SellingError>>
  start: (attempt: CardAttempt, tillNumber: number) => Promise<Said>
  stateOf: (attempt: CardAttempt) => Promise<Said>
  withdraw: (attempt: CardAttempt) => Promise<Said>
  /** Lines of the customer's slip; null where the server has none, or does not answer. */
  slipOf: (attempt: CardAttempt) => Promise<readonly string[] | null>
}

const answerShape = v.object({ attempt: v.nullable(attemptStateShape) })
const slipShape = v.object({
  slip: v.nullable(v.pipe(v.array(v.pipe(v.string(), v.maxLength(48))), v.maxLength(80))),
})
const serverShape = v.object({ serverId: v.pipe(v.string(), v.minLength(1), v.maxLength(40)) })

/**
 * Asks the till's own server, or the program of the counter that its page was paired with. No answer,
 * and none that it could have given, count.
 */
export function terminalServer(
  readAgent: () => Promise<CounterAgent>,
  fetch?: typeof globalThis.fetch,
): TerminalServer {
  const tell = async (act: string, attempt: CardAttempt, more: object = {}): Promise<Said> => {
    const { attemptId: id, serverId } = attempt
    const body = { id, serverId, ...more }
    const answer = await askAgent(await readAgent(), `terminal/${act}`, { body, fetch })
    if (answer.state !== 'answered') return { state: 'no-answer' }
    if (answer.status === 409) return { state: 'other-server' }
    const said = v.safeParse(answerShape, answer.value)
    if (answer.status !== 200 || !said.success) return { state: 'no-answer' }
    return said.output.attempt ?? { state: 'unheard' }
  }

  return {
    async list() {
      const listed = await listEquipment(await readAgent(), 'terminal', { fetch })
      if (typeof listed === 'string') return null
      return listed.map(({ id, ...about }) => ({ terminalId: id, ...about }))
    },
    async serverId() {
      const answer = await askAgent(await readAgent(), 'terminal/server', { fetch })
      if (answer.state === 'not-allowed') return fail({ code: 'terminal-not-allowed' })
      const server = v.safeParse(serverShape, answer.state === 'answered' ? answer.value : null)
      return server.success ? ok(server.output.serverId) : fail({ code: 'terminal-server-silent' })
    },
    start: (attempt, tillNumber) => {
      const { terminal, amountCents, direction } = attempt
      const { terminalId } = terminal
      const wantsSlip = asksForSlip(terminal)
      const wanted = { terminalId, amountCents, direction, tillNumber, wantsSlip }
      return tell('start', attempt, wanted)
    },
    stateOf: attempt => tell('state', attempt),
    withdraw: attempt => tell('withdraw', attempt),
    async slipOf({ attemptId: id, serverId }) {
      const body = { id, serverId }
      const answer = await askAgent(await readAgent(), 'terminal/slip', { body, fetch })
      const told = v.safeParse(slipShape, answer.state === 'answered' ? answer.value : null)
      return told.success ? (told.output.slip?.map(line => soundText(line)) ?? null) : null
    },
  }
}
