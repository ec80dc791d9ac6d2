import * as v from 'valibot'
import { readBounded } from './readBounded'
import { agentHeaders, type CounterAgent } from '@/core/settings/counterAgent'

/** What came of a request to the counter's agent. */
export type AgentAnswer =
  /** JSON came, with this HTTP status. */
  | { state: 'answered'; status: number; value: unknown }
  /** It does not take requests of this page. */
  | { state: 'not-allowed' }
  /** No network, too late, too long, or a page in place of an answer: nothing was said. */
  | { state: 'no-answer' }

export interface AgentRequest {
  /** Sent as JSON, by POST; a request without one only reads. */
  body?: object
  withinMs?: number
  fetch?: typeof globalThis.fetch | undefined
}

const ANSWERS_WITHIN_MS = 5_000
const LONGEST_ANSWER_BYTES = 16 * 1024

/** Asks the counter's agent, once; `path` is below `agent/`. */
export async function askAgent(
  agent: CounterAgent,
  path: string,
  { body, withinMs = ANSWERS_WITHIN_MS, fetch = globalThis.fetch }: AgentRequest = {},
): Promise<AgentAnswer> {
  try {
    const answer = await fetch(new URL(`agent/${path}`, agent.address).href, {
      method: body ? 'POST' : 'GET',
      headers: { ...agentHeaders(agent), 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    })
    const { status } = answer
    if (status === 401 || status === 403) return { state: 'not-allowed' }
    const text = await readBounded(answer, LONGEST_ANSWER_BYTES)
    return { state: 'answered', status, value: JSON.parse(text ?? '') as unknown }
  } catch (error) {
    const isSilence =
      error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException
    if (isSilence) return { state: 'no-answer' }
    throw error
  }
}

/** A device that an agent lists. */
export interface ListedEquipment {
  id: string
  /** Empty where whoever runs the server gave none. */
  name: string
  /** A terminal that gives the customer's card slip to the till. */
  hasSlip?: true
}

const word = v.pipe(v.string(), v.maxLength(40))
const equipmentShape = v.object({
  equipment: v.pipe(
    v.array(v.object({ id: word, kind: word, name: word, hasSlip: v.optional(v.boolean()) })),
    v.maxLength(100),
  ),
})

/** The devices of one kind that an agent lists, or why it lists none. */
export async function listEquipment(
  agent: CounterAgent,
  kind: 'printer' | 'terminal',
  request?: AgentRequest,
): Promise<ListedEquipment[] | 'not-allowed' | 'no-answer'> {
  const answer = await askAgent(agent, 'equipment', request)
  if (answer.state !== 'answered') return answer.state
  const listed = v.safeParse(equipmentShape, answer.value)
  if (!listed.success) return 'no-answer'
  return listed.output.equipment
    .filter(one => one.kind === kind)
    .map(({ id, name, hasSlip }) => ({ id, name, ...(hasSlip ? { hasSlip } : {}) }))
}
