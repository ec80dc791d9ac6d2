import ky, { HTTPError, TimeoutError } from 'ky'
import { ANSWER_WITHIN_MS, AnswerTooLarge } from './answerBounds'
import { unreachable } from './unreachable'
import { fail, type Result, type ShopError } from '@/core/errors'

const RETRIES = 2
/** When a shop asks for a longer wait, the sync stops and reports it. */
const LONGEST_WAIT_MS = 20_000

interface LineOptions {
  fetch: typeof fetch
  host: string
  signal?: AbortSignal | undefined
}

/** The body of a writing request; it is never sent twice by itself. */
export interface Writing {
  method: 'PATCH' | 'PUT'
  body: string
}

/** Sends one request and reads its answer to the end, whatever its status. */
export type Line = <T>(
  url: URL,
  headers: Record<string, string>,
  read: (answer: Response) => Promise<Result<T, ShopError>>,
  writing?: Writing,
) => Promise<Result<T, ShopError>>

/**
 * Opens the connection to a shop. It retries errors that may pass, waits as long as the shop asks,
 * and names every failure. An answer cut half-way counts as an unreachable shop; one that stalls,
 * as a timeout.
 */
export function openLine({ fetch, host, signal }: LineOptions): Line {
  const http = ky.create({
    fetch,
    // Without credentials a browser does not keep PrestaShop's session cookies, and does not open
    // its log-in dialog on a 401.
    credentials: 'omit',
    timeout: ANSWER_WITHIN_MS,
    retry: {
      limit: RETRIES,
      statusCodes: [408, 429, 502, 503, 504],
      backoffLimit: 5_000,
      shouldRetry: ({ error }) =>
        error instanceof HTTPError && retryAfterMs(error.response) > LONGEST_WAIT_MS
          ? false
          : undefined,
    },
  })

  return async (url, headers, read, writing) => {
    const line = new AbortController()
    const cut = () => line.abort()
    let silence: ReturnType<typeof setTimeout> | undefined
    if (signal?.aborted) return fail({ code: 'sync-cancelled' })
    signal?.addEventListener('abort', cut)
    try {
      const sent = writing ? { ...writing, retry: 0 } : { method: 'GET' }
      const answer = await http(url, { ...sent, headers, signal: line.signal }).catch(refusedAnswer)
      silence = setTimeout(cut, ANSWER_WITHIN_MS)
      return await read(answer)
    } catch (error) {
      if (signal?.aborted) return fail({ code: 'sync-cancelled' })
      if (line.signal.aborted) return fail({ code: 'shop-timeout', host })
      return fail(failureOf(error, host))
    } finally {
      clearTimeout(silence)
      signal?.removeEventListener('abort', cut)
    }
  }
}

/** An error status is an answer too. */
function refusedAnswer(error: unknown): Response {
  if (error instanceof HTTPError) return error.response
  throw error
}

/** The wait that `Retry-After` asks for, in seconds or as a date; 0 when it is absent. */
function retryAfterMs(response: Response): number {
  const query = response.headers.get('retry-after') ?? ''
  const seconds = Number(query)
  return Number.isNaN(seconds) ? Date.parse(query) - Date.now() : seconds * 1_000
}

function failureOf(error: unknown, host: string): ShopError {
  if (error instanceof TimeoutError) return { code: 'shop-timeout', host }
  if (error instanceof AnswerTooLarge) {
    return { code: 'shop-answer-too-large', host, detail: error.message }
  }
  if (error instanceof Error) return unreachable(host, detailOf(error))
  throw error
}

/**
 * Node gives the reason of a failed connection only in the cause: `CERT_HAS_EXPIRED`, `ENOTFOUND`.
 */
function detailOf(error: Error): string {
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `${error.message}${code}`
}
