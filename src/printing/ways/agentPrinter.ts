import ky, { type KyInstance } from 'ky'
import * as v from 'valibot'
import type { OpenPrinter } from './printerLink'
import { base64FromBytes } from '@/core/base64'
import { PRINT_FAULTS, type PrintFault, type PrintOutcome } from '@/core/printing/printOutcome'
import { agentHeaders, type CounterAgent } from '@/core/settings/counterAgent'
import { isNoAnswer } from '@/printing/browserFault'
import { readBounded } from '@/sharing/readBounded'

/** A printer of the shop's network as the till's server shows it. */
export interface AgentPrinter {
  id: string
  /** Empty where whoever runs the server gave none. */
  name: string
}

const ANSWERS_WITHIN_MS = 15_000
/** Jobs before this one, and the longest ticket on the slowest printer. */
const ENDS_WITHIN_MS = 120_000
const LONGEST_ANSWER_BYTES = 16 * 1024

const fault = v.picklist(PRINT_FAULTS)
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const outcomeShape = v.variant('state', [
  v.object({ state: v.literal('waiting') }),
  v.object({ state: v.literal('sent'), isConfirmed: v.boolean() }),
  v.object({ state: v.literal('failed'), why: fault, sentBytes: whole }),
  v.object({ state: v.literal('unknown'), why: fault }),
])
const stateShape = v.union([
  v.object({
    state: v.nullable(
      v.object({
        isReady: v.boolean(),
        isCoverOpen: v.boolean(),
        paper: v.picklist(['there', 'low', 'out']),
        isDrawerWireHigh: v.boolean(),
      }),
    ),
  }),
  v.object({ fault }),
])
const listShape = v.object({
  equipment: v.pipe(
    v.array(v.object({ id: v.string(), kind: v.string(), name: v.string() })),
    v.maxLength(100),
  ),
})

/** The printers that an agent reaches; none where it reaches none, or does not answer. */
export async function listAgentPrinters(
  agent: CounterAgent,
  fetch?: typeof globalThis.fetch,
): Promise<AgentPrinter[]> {
  try {
    const answer = await askAgent(clientAt(agent, fetch), 'equipment')
    const list = v.safeParse(listShape, answer)
    if (!list.success) return []
    return list.output.equipment
      .filter(({ kind }) => kind === 'printer')
      .map(({ id, name }) => ({ id, name }))
  } catch (error) {
    if (isNoAnswer(error)) return []
    throw error
  }
}

/** A printer of the shop's network, through the till's own server or a program of the counter. */
export const openAgentPrinter =
  (
    { agent, fetch }: { agent: CounterAgent; fetch?: typeof globalThis.fetch },
    equipmentId: string,
    { asksState }: { asksState: boolean },
  ): OpenPrinter =>
  async () => {
    const client = clientAt(agent, fetch)
    const printers = await listAgentPrinters(agent, fetch)
    if (printers.length === 0) return 'unreachable'
    if (!printers.some(({ id }) => id === equipmentId)) return 'not-allowed'
    const at = `printers/${encodeURIComponent(equipmentId)}`
    return {
      print: (bytes, jobId) => printThrough(client, at, { bytes, jobId, asksState }),
      pulse: (bytes, jobId) => printThrough(client, at, { bytes, jobId, asksState: false }),
      readState: async () => {
        if (!asksState) return undefined
        const answer = await orNothing(askAgent(client, `${at}/state`))
        const state = v.safeParse(stateShape, answer)
        return state.success && 'state' in state.output
          ? (state.output.state ?? undefined)
          : undefined
      },
      close: () => Promise.resolve(),
    }
  }

interface Job {
  bytes: Uint8Array
  jobId: string
  asksState: boolean
}

/** The server knows a job by its id: asking for it again never prints it again. */
async function printThrough(client: KyInstance, at: string, job: Job): Promise<PrintOutcome> {
  const until = performance.now() + ENDS_WITHIN_MS
  const { bytes, jobId, asksState } = job
  const json = { jobId, content: base64FromBytes(bytes), asksState }
  let answer = await orNothing(askAgent(client, `${at}/jobs`, json))
  for (;;) {
    const outcome = v.safeParse(outcomeShape, answer)
    // Whether the server had it, nobody can say here.
    if (!outcome.success) return UNKNOWN('cut')
    if (outcome.output.state !== 'waiting') return outcome.output
    if (performance.now() > until) return UNKNOWN('silent')
    answer = await orNothing(askAgent(client, `${at}/jobs/${encodeURIComponent(jobId)}`))
  }
}

const UNKNOWN = (why: PrintFault): PrintOutcome => ({ state: 'unknown', why })

const clientAt = (agent: CounterAgent, fetch?: typeof globalThis.fetch) =>
  ky.create({
    prefixUrl: new URL('agent', agent.address).href,
    headers: agentHeaders(agent),
    credentials: 'omit',
    retry: 0,
    cache: 'no-store',
    redirect: 'error',
    timeout: ANSWERS_WITHIN_MS,
    ...(fetch ? { fetch } : {}),
  })

async function askAgent(client: KyInstance, path: string, json?: object): Promise<unknown> {
  const answer = json ? await client.post(path, { json }) : await client.get(path)
  return JSON.parse((await readBounded(answer, LONGEST_ANSWER_BYTES)) ?? '')
}

const orNothing = (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch(error => {
    if (isNoAnswer(error)) return undefined
    throw error
  })
