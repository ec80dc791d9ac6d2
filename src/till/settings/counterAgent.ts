import * as v from 'valibot'
import type { TillContext } from '@/till/context'
import type { CounterAgent } from '@/core/settings/counterAgent'
import { askAgent, listEquipment } from '@/sharing/askAgent'
import { keepSetting, readSetting } from './settings'

/** Where this page reaches the counter's equipment: the agent it was paired with, else its own server. */
export async function readCounterAgent(
  context: TillContext,
  pageAddress: string,
): Promise<CounterAgent> {
  return (await readSetting(context, 'counterAgent')) ?? { address: pageAddress, key: '' }
}

/** Whether the server that a page comes from is in the shop, and answers for the counter's devices itself. */
export async function servesCounter(
  pageAddress: string,
  fetch?: typeof globalThis.fetch,
): Promise<boolean> {
  const listed = await listEquipment({ address: pageAddress, key: '' }, 'printer', { fetch })
  return typeof listed !== 'string'
}

/** Why a page was not paired. */
export type NotPaired = 'no-answer' | 'code-wrong' | 'refused'

const ANSWERS_WITHIN_MS = 30_000
const pairedShape = v.object({ key: v.pipe(v.string(), v.regex(/^[\w-]{20,100}$/)) })

/**
 * Pairs this page with a program of the counter by the code that it shows, and keeps it. The browser
 * may ask the person first whether the page may reach this machine.
 */
export async function pairCounterAgent(
  context: TillContext,
  address: string,
  code: string,
  fetch?: typeof globalThis.fetch,
): Promise<NotPaired | null> {
  const asked = { body: { code }, withinMs: ANSWERS_WITHIN_MS, fetch }
  const answer = await askAgent({ address, key: '' }, 'pair', asked)
  if (answer.state === 'no-answer') return 'no-answer'
  if (answer.state === 'not-allowed') return 'code-wrong'
  const paired = v.safeParse(pairedShape, answer.value)
  if (answer.status !== 200 || !paired.success) return 'refused'
  await keepSetting(context, 'counterAgent', { address, key: paired.output.key })
  return null
}

/** Forgets the program of the counter: equipment is reached by the till's own server again. */
export const forgetCounterAgent = (context: TillContext): Promise<void> =>
  keepSetting(context, 'counterAgent', null)
