import { fieldsOf } from './attempts'
import type { SumupReader } from './sumupReader'
import type { ExchangeTimes } from './exchange'
import { checkoutBody, checkoutOutcome, createdOf } from '@/core/payment/terminal/sumup'
import type { TerminalOutcome, TerminalRequest } from '@/core/payment/terminal/outcome'

const CALL_WITHIN_MS = 15_000
const ASKS_EVERY_MS = 1_000
const STOPS_WITHIN_MS = 180_000
const LONGEST_ANSWER_BYTES = 64 * 1_024

/** An answer that came whole, or why there is none; `unsent`: no connection, so that nothing left. */
type Answer = { status: number; body: unknown } | 'none' | 'unsent'

/**
 * Asks a reader by SumUp, and asks SumUp until the payment ended. One that is pending for too long is
 * stopped, and waited for still: a card may be presented until the reader stopped. It ends in every case:
 * a creation whose answer is lost, and a payment that is pending even then, are unknown. A reader gives
 * no money back.
 */
export async function sumupExchange(
  reader: SumupReader,
  request: TerminalRequest,
  times: ExchangeTimes,
): Promise<TerminalOutcome> {
  if (request.direction === 'credit') return { state: 'refused', why: 'bad-operation' }
  const startedAt = performance.now()
  const body = checkoutBody(request, reader.affiliate)
  const answer = await call(reader, 'checkout', CALL_WITHIN_MS, { method: 'POST', body })
  if (answer === 'unsent') return { state: 'not-sent', why: 'unreachable' }
  if (answer === 'none') return { state: 'unknown', why: 'cut' }
  const created = createdOf(answer.status, answer.body)
  if (created.state === 'created') return askUntilEnd(reader, request, created, times, startedAt)
  // It is on the reader, and nobody can ask how it ends.
  if (answer.status === 201) await stop(reader)
  return created
}

async function askUntilEnd(
  reader: SumupReader,
  request: TerminalRequest,
  created: { checkoutId: string; transactionId: string },
  { answerMs, asksEveryMs = ASKS_EVERY_MS, stopsWithinMs = STOPS_WITHIN_MS }: ExchangeTimes,
  startedAt: number,
): Promise<TerminalOutcome> {
  const stopAt = startedAt + answerMs
  const end = stopAt + stopsWithinMs
  let isStopped = false
  while (performance.now() < end) {
    await new Promise(resolve => setTimeout(resolve, asksEveryMs))
    const leftMs = end - performance.now()
    const said = await call(reader, `checkout/${created.checkoutId}`, leftMs)
    // What SumUp does not answer now, it may answer later.
    if (typeof said === 'string') continue
    const state = checkoutOutcome(said.status, said.body, created, request)
    if (state && state.state !== 'waiting') return state
    // Only what is known to be on the reader: it may have gone on with another's.
    const isLate = state !== undefined && performance.now() >= stopAt
    if (isLate && !isStopped) isStopped = await stop(reader)
  }
  return { state: 'unknown', why: 'silent' }
}

/** Whether SumUp took it that the reader is to stop; it says so before the reader did, and it may not. */
async function stop(reader: SumupReader): Promise<boolean> {
  const answer = await call(reader, 'terminate', CALL_WITHIN_MS, { method: 'POST' })
  return typeof answer === 'object' && answer.status >= 200 && answer.status < 300
}

async function call(
  { origin, apiKey, merchantCode, readerId }: SumupReader,
  path: string,
  leftMs: number,
  { method, body }: { method: 'GET' | 'POST'; body?: object } = { method: 'GET' },
): Promise<Answer> {
  try {
    const below = `${origin}/v0.1/merchants/${merchantCode}/readers/${readerId}`
    const answer = await fetch(`${below}/${path}`, {
      method,
      headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      redirect: 'error',
      signal: AbortSignal.timeout(Math.max(1, Math.min(CALL_WITHIN_MS, Math.ceil(leftMs)))),
    })
    const text = await bounded(answer)
    // What is stopped is answered without a word.
    return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) }
  } catch (error) {
    if (isUnsent(error)) return 'unsent'
    const isSilence =
      error instanceof TypeError ||
      error instanceof SyntaxError ||
      error instanceof RangeError ||
      error instanceof DOMException
    if (isSilence) return 'none'
    throw error
  }
}

/** @throws RangeError where the answer is longer than any of SumUp's. */
async function bounded(answer: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of answer.body ?? []) {
    length += part.length
    if (length > LONGEST_ANSWER_BYTES) throw new RangeError('an answer that is too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** What a connection does before anything can be sent over it. */
const BEFORE_SENDING: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo'])

/** Whether a fault of `fetch` is that of a connection that never came to be, at any address of its host. */
function isUnsent(error: unknown): boolean {
  return error instanceof TypeError && isOfConnecting(error.cause)
}

function isOfConnecting(cause: unknown): boolean {
  if (cause instanceof AggregateError) {
    return cause.errors.length > 0 && cause.errors.every(isOfConnecting)
  }
  const { code, syscall } = fieldsOf(cause)
  return code === 'UND_ERR_CONNECT_TIMEOUT' || BEFORE_SENDING.has(syscall)
}
