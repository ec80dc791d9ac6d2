import * as v from 'valibot'
import type { OpenPrinter } from './printerLink'
import { base64FromBytes } from '@/core/base64'
import {
  NOTHING_SENT,
  PRINT_FAULTS,
  type PrintFault,
  type PrintOutcome,
} from '@/core/printing/printOutcome'
import type { CounterAgent } from '@/core/settings/counterAgent'
import { askAgent, listEquipment, type AgentAnswer, type ListedEquipment } from '@/sharing/askAgent'

const ANSWERS_WITHIN_MS = 15_000
/** Jobs before this one, and the longest ticket on the slowest printer. */
const ENDS_WITHIN_MS = 120_000

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
/** A printer of the shop's network as an agent shows it. */
export type AgentPrinter = ListedEquipment

/** The printers that an agent reaches; none where it reaches none, or does not answer. */
export async function listAgentPrinters(
  agent: CounterAgent,
  fetch?: typeof globalThis.fetch,
): Promise<AgentPrinter[]> {
  const listed = await listEquipment(agent, 'printer', { fetch })
  return typeof listed === 'string' ? [] : listed
}

/** A printer of the shop's network, through the till's own server or a program of the counter. */
export const openAgentPrinter =
  (
    { agent, fetch }: { agent: CounterAgent; fetch?: typeof globalThis.fetch },
    equipmentId: string,
    { asksState }: { asksState: boolean },
  ): OpenPrinter =>
  async () => {
    const printers = await listEquipment(agent, 'printer', { fetch })
    if (printers === 'not-allowed') return 'not-allowed'
    if (printers === 'no-answer') return 'unreachable'
    if (!printers.some(({ id }) => id === equipmentId)) return 'not-listed'
    const ask: Ask = (act, body) =>
      askAgent(agent, `printers/${encodeURIComponent(equipmentId)}/${act}`, {
        ...(body ? { body } : {}),
        withinMs: ANSWERS_WITHIN_MS,
        fetch,
      })
    return {
      print: (bytes, jobId) => printThrough(ask, { bytes, jobId, asksState }),
      pulse: (bytes, jobId) => printThrough(ask, { bytes, jobId, asksState: false }),
      readState: async () => {
        if (!asksState) return undefined
        const state = v.safeParse(stateShape, saidIn(await ask('state')))
        return state.success && 'state' in state.output
          ? (state.output.state ?? undefined)
          : undefined
      },
      close: () => Promise.resolve(),
    }
  }

/** Asks about one printer. */
type Ask = (act: string, body?: object) => Promise<AgentAnswer>

interface Job {
  bytes: Uint8Array
  jobId: string
  asksState: boolean
}

/** The server knows a job by its id: asking for it again never prints it again. */
async function printThrough(ask: Ask, { bytes, jobId, asksState }: Job): Promise<PrintOutcome> {
  const until = performance.now() + ENDS_WITHIN_MS
  let answer = await ask('jobs', { jobId, content: base64FromBytes(bytes), asksState })
  if (answer.state === 'not-allowed') return NOTHING_SENT('not-allowed')
  for (;;) {
    const outcome = v.safeParse(outcomeShape, saidIn(answer))
    // Whether the server had it, nobody can say here.
    if (!outcome.success) return UNKNOWN('cut')
    if (outcome.output.state !== 'waiting') return outcome.output
    if (performance.now() > until) return UNKNOWN('silent')
    answer = await ask(`jobs/${encodeURIComponent(jobId)}`)
  }
}

/** What an agent said, where it did. */
const saidIn = (answer: AgentAnswer): unknown =>
  answer.state === 'answered' && answer.status === 200 ? answer.value : undefined

const UNKNOWN = (why: PrintFault): PrintOutcome => ({ state: 'unknown', why })
