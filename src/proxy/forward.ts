import {
  ANSWER_HEADERS,
  isAllowed,
  isTillQuery,
  isStockRow,
  isStockWrite,
  LARGEST_WRITE_BYTES,
  PICTURE_TYPES,
  REQUEST_HEADERS,
} from './proxyRules'
import { ShopUnreachable, type FetchShop } from './shopRequest'
import { ANSWER_WITHIN_MS, LARGEST_ANSWER_BYTES, WITHOUT_BODY } from '@/prestashop/answerBounds'

/** The one shop the proxy reaches. */
export interface ProxyTarget {
  /** Address of the shop's pages, without `/api`. */
  address: string
  /**
   * The key held by the proxy, so that no device holds it; undefined passes the device's key on.
   */
  key?: string | undefined
}

/**
 * Forwards one request of the till to the shop's webservice. It is a plain function of a request,
 * so that it runs wherever there is a fetch. It follows no redirect, and passes on neither cookies
 * nor any other header of the browser.
 */
export async function forward(
  request: Request,
  path: string,
  target: ProxyTarget,
  fetchIt: FetchShop,
): Promise<Response> {
  const url = new URL(request.url)
  if (request.headers.get('sec-fetch-site') === 'cross-site') return refusal(403, 'cross-site')
  if (isOpenedAsPage(request)) return refusal(403, 'not-a-page')
  if (!isForShop(request, target)) return refusal(409, 'another-shop')
  if (!isTillQuery(url.searchParams)) return refusal(403, 'not-allowed')
  const body = isStockWrite(request.method, path) ? await stockRow(request) : undefined
  if (body === undefined && !isAllowed(request.method, path)) return refusal(403, 'not-allowed')

  const headers = new Headers({ 'accept-encoding': 'gzip', 'user-agent': 'Comptoir' })
  for (const name of REQUEST_HEADERS) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  if (target.key) headers.set('authorization', `Basic ${btoa(`${target.key}:`)}`)
  if (body !== undefined) headers.set('content-type', 'text/xml')
  const address = new URL(`${target.address}${path}`)
  address.search = url.search
  if (request.headers.get('x-comptoir-key-in') === 'query') moveKeyToQuery(headers, address)

  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const answer = await fetchIt(address, { method: request.method, headers, signal, body })
    return await passOn(answer, target)
  } catch (error) {
    return problem(error)
  }
}

/** Whether a browser would show the answer: only the till's own code may ask for one. */
const isOpenedAsPage = (request: Request) =>
  ['document', 'iframe', 'frame', 'embed', 'object'].includes(
    request.headers.get('sec-fetch-dest') ?? '',
  )

/** A key goes only to the shop its till means, even if another was registered meanwhile. */
function isForShop({ headers }: Request, { address }: ProxyTarget): boolean {
  return !headers.has('authorization') || headers.get('x-comptoir-shop') === address
}

/** The body to write, when it is one row of stock; undefined refuses any other body. */
async function stockRow(request: Request): Promise<string | undefined> {
  const body = await textUpTo(request.body, LARGEST_WRITE_BYTES)
  return body !== undefined && isStockRow(body) ? body : undefined
}

/** Text of a body, read up to `mostBytes`; undefined where it is longer. */
async function textUpTo(
  body: ReadableStream<Uint8Array> | null,
  mostBytes: number,
): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > mostBytes) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** Some hosts drop `Authorization`; the key then goes in the query, to the shop only. */
function moveKeyToQuery(headers: Headers, address: URL): void {
  const [, encoded = ''] = /^Basic (.+)$/.exec(headers.get('authorization') ?? '') ?? []
  const [key = ''] = atob(encoded).split(':')
  headers.delete('authorization')
  address.searchParams.set('ws_key', key)
}

/** Passes data on, retyped: what the shop says is never a page, a script or a download. */
async function passOn(answer: Response, target: ProxyTarget): Promise<Response> {
  const { status } = answer
  const location = answer.headers.get('location')
  if (location !== null && status >= 300 && status < 400) return redirected(location, target)
  const headers = new Headers({ 'cache-control': 'no-store' })
  for (const name of ANSWER_HEADERS) {
    const value = answer.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  if (WITHOUT_BODY.has(status)) return new Response(null, { status, headers })
  const type = typeOf(answer.headers.get('content-type') ?? '')
  if (type === undefined) return asQuoted(answer, headers)
  headers.set('content-type', type)
  return new Response(answer.body, { status, headers })
}

function redirected(location: string, target: ProxyTarget): Response {
  const requested = new URL(target.address)
  if (!URL.canParse(location, requested)) return refusal(502, 'redirected', { host: '' })
  const { host, origin } = new URL(location, requested)
  // When only the scheme differs, the message names it.
  const isOtherScheme = host === requested.host && origin !== requested.origin
  return refusal(502, 'redirected', { host: isOtherScheme ? origin : host })
}

/** Anything but data, such as a page, is an error: the till gets it as a text inside JSON. */
async function asQuoted(answer: Response, headers: Headers): Promise<Response> {
  const text = await textUpTo(answer.body, LARGEST_ANSWER_BYTES).catch(cut)
  if (text === undefined) return refusal(502, 'unreachable', { reason: 'too-large' })
  headers.set('content-type', 'application/json; charset=utf-8')
  headers.set('x-comptoir-proxy', 'quoted')
  const type = answer.headers.get('content-type') ?? ''
  return new Response(JSON.stringify({ status: answer.status, type, text }), {
    status: answer.status < 400 ? 502 : answer.status,
    headers,
  })
}

/** The connection ended before the answer did: part of it is never taken for all of it. */
function cut(error: unknown): never {
  if (error instanceof ShopUnreachable || error instanceof DOMException) throw error
  throw new ShopUnreachable('cut')
}

/** The type to give an answer of the shop; undefined where it is none of those the till reads. */
function typeOf(type: string): string | undefined {
  const [essence = ''] = type.toLowerCase().split(';')
  if (essence.trim() === 'application/json') return 'application/json; charset=utf-8'
  if (/^(?:text|application)\/xml$/.test(essence.trim())) return 'text/xml; charset=utf-8'
  return PICTURE_TYPES.find(one => one === essence.trim())
}

function problem(error: unknown): Response {
  if (error instanceof DOMException && error.name === 'TimeoutError') return refusal(504, 'timeout')
  if (error instanceof ShopUnreachable) return refusal(502, 'unreachable', { reason: error.reason })
  throw error
}

/** An error of the proxy itself; the header tells it from the shop's own answers. */
function refusal(status: number, error: string, more: Record<string, string> = {}): Response {
  return Response.json(
    { error, ...more },
    { status, headers: { 'x-comptoir-proxy': 'error', 'cache-control': 'no-store' } },
  )
}
