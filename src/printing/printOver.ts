import { ChannelFault, type ByteChannel } from './channel'
import { NOTHING_SENT, type PrintOutcome } from '@/core/printing/printOutcome'
import {
  ASK_WHEN_DONE,
  askState,
  faultOf,
  isDoneAnswer,
  isStateAnswer,
  readState,
  saysStopped,
  STATE_QUESTIONS,
  type PrinterState,
  type StateQuestion,
  WHY_STOPPED,
} from '@/core/printing/printerState'

/** Small enough that what a printer took is known closely, and that its buffer takes one at once. */
const CHUNK_BYTES = 512
/** A printer answers such a question in the midst of anything. */
const ANSWERS_WITHIN_MS = 600
/** The longest ticket is worked through in that time once it was taken. */
const FINISHES_WITHIN_MS = 15_000

const ASKED_EVERY_MS = 1_000

export interface PrintRules {
  /** Only a printer that speaks ESC/POS is asked for its state. */
  asksState: boolean
}

/**
 * Sends a job over a connection, and tells how it ended: asks the printer before whether it prints and
 * after whether it did, where it answers such questions. Never throws for what a printer does.
 */
export async function printOver(
  channel: ByteChannel,
  bytes: Uint8Array,
  { asksState }: PrintRules,
): Promise<PrintOutcome> {
  let taken = 0
  /** A write that fails may have gone out in part. */
  let isWriting = false
  try {
    const before = asksState ? await stateOver(channel) : undefined
    const fault = before && faultOf(before)
    if (fault) return NOTHING_SENT(fault)
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const chunk = bytes.subarray(at, at + CHUNK_BYTES)
      isWriting = true
      await channel.write(chunk)
      isWriting = false
      taken += chunk.length
    }
    return before ? await confirmed(channel, bytes.length) : { state: 'sent', isConfirmed: false }
  } catch (error) {
    if (!(error instanceof ChannelFault)) throw error
    const { why, hasBegun } = error
    if (taken === 0 && !(isWriting && hasBegun)) return NOTHING_SENT(why)
    return taken > 0 && taken < bytes.length
      ? { state: 'failed', why, sentBytes: taken }
      : { state: 'unknown', why }
  }
}

/** What a printer that answers says after a job. One that is asked in vain, but prints, has it. */
async function confirmed(channel: ByteChannel, total: number): Promise<PrintOutcome> {
  const isDone = await worksThrough(channel)
  const after = await stateOver(channel)
  const fault = after && faultOf(after)
  if (isDone) return { state: 'sent', isConfirmed: true }
  if (fault) return { state: 'failed', why: fault, sentBytes: total }
  return after ? { state: 'sent', isConfirmed: false } : { state: 'unknown', why: 'silent' }
}

/** Whether a printer says that it is done; it is asked now and then whether it stopped meanwhile. */
async function worksThrough(channel: ByteChannel): Promise<boolean> {
  const until = performance.now() + FINISHES_WITHIN_MS
  await channel.write(ASK_WHEN_DONE)
  while (performance.now() < until) {
    const said = await channel.read(ASKED_EVERY_MS)
    if (said?.some(isDoneAnswer)) return true
    if (said?.some(byte => isStateAnswer(byte) && saysStopped(byte))) return false
    if (said === undefined) await channel.write(askState(WHY_STOPPED))
  }
  return false
}

/** What a printer says of itself; undefined where it does not answer as ESC/POS does. */
export async function stateOver(channel: ByteChannel): Promise<PrinterState | undefined> {
  const answers: Record<StateQuestion, number> = { 1: 0, 2: 0, 4: 0 }
  await dropOld(channel)
  for (const question of STATE_QUESTIONS) {
    await channel.write(askState(question))
    const byte = await stateAnswer(channel)
    if (byte === undefined) return undefined
    answers[question] = byte
  }
  return readState(answers)
}

/** The next byte that answers; what a printer says unasked in between is passed over. */
async function stateAnswer(channel: ByteChannel): Promise<number | undefined> {
  const until = performance.now() + ANSWERS_WITHIN_MS
  for (let left = ANSWERS_WITHIN_MS; left > 0; left = until - performance.now()) {
    const said = await channel.read(left)
    const answer = said?.findLast(isStateAnswer)
    if (said === undefined || answer !== undefined) return answer
  }
  return undefined
}

/** Bytes that answer an older question are not taken for the next one's. */
async function dropOld(channel: ByteChannel): Promise<void> {
  let old = await channel.read(0)
  for (let round = 0; old !== undefined && round < 100; round += 1) old = await channel.read(0)
}
