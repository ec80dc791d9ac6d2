import * as v from 'valibot'
import { bytesUpTo } from './answerBounds'
import type { Transport } from '@/core/catalogue/connection'
import { fail, ok, type Result, type ShopError } from '@/core/errors'

/** How requests reach the shop's webservice. */
export interface Route {
  transport: Transport
  /** Ends with `/`: `https://boutique.example/api/`. */
  apiUrl: string
  /** Address of the shop, where a proxy is in between: the key is for that shop only. */
  shop?: string
}

/** Environment of the code: a page, its worker, a test or a terminal. */
export interface Surroundings {
  fetch: typeof fetch
  /** Address of the folder that serves the till; null in a terminal. */
  pageAddress: string | null
  /** Code of the proxy's terminal, as a person typed it. */
  proxyCode?: string | undefined
}

const PROBE_WITHIN_MS = 10_000
const LARGEST_WORD_BYTES = 20_000
const health = v.object({ comptoir: v.literal(true) })
const refused = v.object({ error: v.string() })

/**
 * Finds a working route to the shop: the page's own origin, else directly if the shop allows it
 * (CORS), else the proxy that serves the till. PrestaShop by itself answers no browser of another
 * origin.
 */
export async function chooseRoute(
  surroundings: Surroundings,
  address: string,
): Promise<Result<Route, ShopError>> {
  const { fetch, pageAddress } = surroundings
  const apiUrl = `${address}/api/`
  const host = new URL(address).host
  if (pageAddress === null) return ok({ transport: 'direct', apiUrl })
  if (new URL(pageAddress).origin === new URL(address).origin) {
    return ok({ transport: 'same-origin', apiUrl })
  }
  if (await canReadAcrossOrigins(fetch, apiUrl)) return ok({ transport: 'direct', apiUrl })

  if (await hasTillServer(fetch, pageAddress)) {
    const refusal = await nameShop(surroundings, pageAddress, address)
    // A person looks for the code in vain where the address itself is wrong.
    if (refusal === 'proxy-code-needed' && (await isNobodyThere(surroundings, apiUrl))) {
      return fail({ code: 'shop-unreachable', host, detail: 'no answer' })
    }
    if (refusal) return fail({ code: refusal, host })
    const proxyUrl = new URL('proxy/api/', pageAddress).href
    return ok({ transport: 'proxy', apiUrl: proxyUrl, shop: address })
  }

  const answers = await answersAtAll(fetch, apiUrl)
  if (answers) return fail({ code: 'shop-cors-blocked', host })
  return fail({ code: 'shop-unreachable', host, detail: 'no answer' })
}

/** An own header makes the browser send a preflight request, as every later request will. */
async function canReadAcrossOrigins(fetch: typeof globalThis.fetch, apiUrl: string) {
  try {
    const answer = await fetch(apiUrl, {
      headers: { Authorization: 'Basic Og==' },
      credentials: 'omit',
      signal: AbortSignal.timeout(PROBE_WITHIN_MS),
    })
    await leave(answer)
    return true
  } catch {
    // Blocked or unreachable: browsers give pages no more detail.
    return false
  }
}

/** Whether the browser reaches nothing there; false also where it may not even try (http in https). */
async function isNobodyThere({ fetch, pageAddress }: Surroundings, apiUrl: string) {
  const isMixed = pageAddress?.startsWith('https:') && apiUrl.startsWith('http:')
  return !isMixed && !(await answersAtAll(fetch, apiUrl))
}

/** Even an answer that the page may not read shows that the host exists. */
async function answersAtAll(fetch: typeof globalThis.fetch, apiUrl: string) {
  try {
    const answer = await fetch(apiUrl, {
      mode: 'no-cors',
      credentials: 'omit',
      signal: AbortSignal.timeout(PROBE_WITHIN_MS),
    })
    await leave(answer)
    return true
  } catch {
    return false
  }
}

/** Closes an answer unread: its body may never end. */
async function leave(answer: Response): Promise<void> {
  await answer.body?.cancel()
}

/**
 * Tells the proxy which shop to serve; returns why it refuses. Another shop than the one it serves
 * needs the code that its terminal shows.
 */
async function nameShop(
  { fetch, proxyCode }: Surroundings,
  pageAddress: string,
  address: string,
): Promise<'shop-proxy-refused' | 'proxy-code-needed' | 'proxy-code-wrong' | undefined> {
  const answer = await fetch(new URL('proxy/shop', pageAddress), {
    method: 'PUT',
    headers: { 'X-Comptoir': '1', 'Content-Type': 'application/json' },
    body: JSON.stringify({ address, ...(proxyCode ? { code: proxyCode } : {}) }),
    signal: AbortSignal.timeout(PROBE_WITHIN_MS),
  })
  if (answer.ok) return undefined
  const refusal = v.safeParse(refused, await smallJson(answer).catch(() => ({})))
  const error = refusal.success ? refusal.output.error : ''
  if (error === 'code-needed') return 'proxy-code-needed'
  if (error === 'code-wrong') return 'proxy-code-wrong'
  return 'shop-proxy-refused'
}

/** What the relay says of itself; a page of another server in its place is cut off. */
async function smallJson(answer: Response): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await bytesUpTo(answer, LARGEST_WORD_BYTES)))
}

/** Whether the page comes from the till's own server, with its proxy and demo shop. */
export async function hasTillServer(
  fetch: typeof globalThis.fetch,
  pageAddress: string,
): Promise<boolean> {
  try {
    const answer = await fetch(new URL('proxy/health', pageAddress), {
      signal: AbortSignal.timeout(PROBE_WITHIN_MS),
    })
    return answer.ok && v.safeParse(health, await smallJson(answer)).success
  } catch {
    // A static host answers with its 404 page, or not at all: there is no proxy.
    return false
  }
}
