import type { SumupReader } from './sumupReaders'
import type { ExchangeTimes } from './exchange'
import { checkoutBody, checkoutOutcome, createdOf } from '@/core/payment/terminal/sumup'
import type { TerminalOutcome, TerminalRequest } from '@/core/payment/terminal/outcome'

const CALL_WITHIN_MS = 15_000
const ASKS_EVERY_MS = 1_000
const LONGEST_ANSWER_BYTES = 64 * 1_024

/** An answer that came whole, or why there is none; `unsent`: no connection, so that nothing left. */
type Answer = { status: number; body: unknown } | 'none' | 'unsent'

/**
 * Asks a reader by SumUp, and asks SumUp until the payment ended. It ends in every case: a creation whose
 * answer is lost, and a payment that is pending for too long, are unknown. A reader gives no money back.
 */
export async function sumupExchange(
  reader: SumupReader,
  request: TerminalRequest,
  { answerMs, asksEveryMs = ASKS_EVERY_MS }: ExchangeTimes,
): Promise<TerminalOutcome> {
  if (request.direction === 'credit') return { state: 'refused', why: 'bad-operation' }
  const end = performance.now() + answerMs
  const { merchantCode, readerId, affiliate } = reader
  const path = `/v0.1/merchants/${merchantCode}/readers/${readerId}/checkout`
  const answer = await call(reader, path, answerMs, checkoutBody(request, affiliate))
  if (answer === 'unsent') return { state: 'not-sent', why: 'unreachable' }
  if (answer === 'none') return { state: 'unknown', why: 'cut' }
  const created = createdOf(answer.status, answer.body)
  if (created.state !== 'created') return created

  for (let left = end; left > 0; left = end - performance.now()) {
    await new Promise(resolve => setTimeout(resolve, asksEveryMs))
    const said = await call(reader, `${path}/${created.checkoutId}`, left)
    // What SumUp does not answer now, it may answer later.
    if (typeof said === 'string') continue
    const outcome = checkoutOutcome(said.status, said.body, created, request)
    if (outcome) return outcome
  }
  return { state: 'unknown', why: 'silent' }
}

async function call(
  { origin, apiKey }: SumupReader,
  path: string,
  leftMs: number,
  body?: object,
): Promise<Answer> {
  try {
    const answer = await fetch(`${origin}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      redirect: 'error',
      signal: AbortSignal.timeout(Math.max(1, Math.min(CALL_WITHIN_MS, Math.ceil(leftMs)))),
    })
    return { status: answer.status, body: JSON.parse(await bounded(answer)) as unknown }
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

/** Faults of a connection that never came to be. */
const UNSENT = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function isUnsent(error: unknown): boolean {
  const cause = error instanceof TypeError ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' && UNSENT.has(code)
}
