import * as v from 'valibot'
import { REACHES, type Reach } from '@/core/payment/terminal/outcome'
import type { CounterAgent } from '@/core/settings/counterAgent'
import { askAgent } from '@/sharing/askAgent'

const WITHIN_MS = 8_000
const reachShape = v.object({ reach: v.picklist(REACHES) })

/** Whether something answers at a terminal's port, as its server finds it; no payment is asked for. */
export async function reachTerminal(
  agent: CounterAgent,
  terminalId: string,
  fetch?: typeof globalThis.fetch,
): Promise<Reach | 'no-answer'> {
  const asked = { body: { terminalId }, withinMs: WITHIN_MS, fetch }
  const answer = await askAgent(agent, 'terminal/reach', asked)
  const told = v.safeParse(reachShape, answer.state === 'answered' ? answer.value : null)
  return told.success ? told.output.reach : 'no-answer'
}
