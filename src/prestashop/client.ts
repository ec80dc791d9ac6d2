import ky, { HTTPError, TimeoutError, type KyInstance } from 'ky'
import pLimit from 'p-limit'
import { readAnswer } from './answer'
import type { Route } from './route'
import { unreachable } from './unreachable'
import { fail, ok, type Result, type ShopError } from '@/core/errors'

const ANSWER_WITHIN_MS = 60_000
const RETRIES = 2
/** Never more requests than this at once: a shop on a small host also has its customers. */
export const AT_ONCE = 2

export type Query = Record<string, string | number>

/** Where the key goes: in the header, or in the query where the host drops the header. */
export type KeyPlace = 'header' | 'query'

/**
 * One conversation with a shop's webservice. Every answer is either data or a named
 * error; the key is in none of them.
 */
export interface ShopClient {
  route: Route
  host: string
  /** Requests sent so far, retries not counted. */
  requests: () => number
  /** Where the shop turned out to see the key. */
  keyPlace: () => KeyPlace
  getJson: (resource: string, query?: Query) => Promise<Result<unknown, ShopError>>
  /** The same, unless the shop still answers what is held: its hash is sent along. */
  getJsonIfChanged: (
    resource: string,
    query: Query,
    heldSha1: string | undefined,
  ) => Promise<Result<JsonIfChanged, ShopError>>
  getXml: (path: string, query?: Query) => Promise<Result<XmlAnswer, ShopError>>
  getPicture: (path: string) => Promise<Result<ArrayBuffer, ShopError>>
  /** A file of the shop's public pages, asked without the key. */
  getPublic: (path: string) => Promise<Result<ArrayBuffer, ShopError>>
}

/** `sha1` is null where the answer does not let it be seen: it is then always read. */
export type JsonIfChanged =
  { kind: 'unchanged' } | { kind: 'changed'; body: unknown; sha1: string | null }

export interface XmlAnswer {
  text: string
  /** PrestaShop's version, where the answer lets it be seen. */
  version: string | null
  /** The shop's clock, in seconds since 1970, where the answer lets it be seen. */
  shopSeconds: number | null
}

interface Options {
  fetch: typeof fetch
  route: Route
  host: string
  key: string
  /** Which shop of a multistore; PrestaShop's own choice without it. */
  shopId?: number | undefined
  /** Where the shop was seen to look for the key, when that is known already. */
  keyPlace?: KeyPlace | undefined
  signal?: AbortSignal | undefined
}

export function makeClient(options: Options): ShopClient {
  const http = makeHttp(options)
  let keyPlace: KeyPlace = options.keyPlace ?? 'header'
  let requests = 0
  const inTurn = pLimit(AT_ONCE)

  async function get(
    path: string,
    query: Query,
    more: Record<string, string> = {},
  ): Promise<Result<Response, ShopError>> {
    const first = await send(path, query, more)
    // PrestaShop: Apache may drop the header before PHP sees it (cgi-off-basic, cgi-off-wskey).
    if (first.ok || first.error.code !== 'shop-key-not-seen' || keyPlace === 'query') return first
    if (options.key === '') return fail({ code: 'shop-key-missing', host: options.host })
    keyPlace = 'query'
    return send(path, query, more)
  }

  async function send(
    path: string,
    query: Query,
    more: Record<string, string>,
  ): Promise<Result<Response, ShopError>> {
    requests += 1
    const request = requestOf(options, path, query, keyPlace)
    try {
      const headers = { ...request.headers, ...more }
      const response = await inTurn(() => http.get(request.url, { headers }))
      return await readAnswer(response, options.host, path)
    } catch (error) {
      if (error instanceof HTTPError) return readAnswer(error.response, options.host, path)
      return fail(failureOf(error, options))
    }
  }

  return {
    route: options.route,
    host: options.host,
    requests: () => requests,
    keyPlace: () => keyPlace,
    getJson: async (resource, query = {}) => {
      const answer = await get(resource, { ...query, output_format: 'JSON' })
      return answer.ok ? jsonOf(answer.value, resource, options) : answer
    },
    getJsonIfChanged: async (resource, query, heldSha1) => {
      // PrestaShop: no ETag; this header is what gives a 304 (not-modified-languages).
      const held: Record<string, string> = heldSha1 ? { 'Local-Content-Sha1': heldSha1 } : {}
      const answer = await get(resource, { ...query, output_format: 'JSON' }, held)
      if (!answer.ok) return answer
      if (answer.value.status === 304) return ok({ kind: 'unchanged' })
      const sha1 = answer.value.headers.get('content-sha1')
      const body = await jsonOf(answer.value, resource, options)
      return body.ok ? ok({ kind: 'changed', body: body.value, sha1 }) : body
    },
    getXml: async (path, query = {}) => {
      const answer = await get(path, query)
      return answer.ok ? xmlOf(answer.value, options) : answer
    },
    getPicture: async path => {
      const answer = await get(path, {})
      return answer.ok ? body(answer.value, options, r => r.arrayBuffer()) : answer
    },
    getPublic: async path => {
      requests += 1
      try {
        const answer = await http.get(new URL(`../${path}`, options.route.apiUrl))
        return await body(answer, options, r => r.arrayBuffer())
      } catch (error) {
        return fail(failureOf(error, options))
      }
    },
  }
}

function makeHttp({ fetch, signal }: Options): KyInstance {
  return ky.create({
    fetch,
    // Without credentials a browser neither keeps PrestaShop's session cookies nor opens
    // its log-in dialog on a 401.
    credentials: 'omit',
    timeout: ANSWER_WITHIN_MS,
    retry: { limit: RETRIES, statusCodes: [408, 429, 502, 503, 504], backoffLimit: 5_000 },
    ...(signal ? { signal } : {}),
  })
}

function requestOf(
  { route, key, shopId }: Options,
  path: string,
  query: Query,
  keyPlace: KeyPlace,
) {
  const isProxied = route.transport === 'proxy'
  const headers: Record<string, string> = {}
  const parameters: Query = { ...query, ...(shopId === undefined ? {} : { id_shop: shopId }) }

  if (keyPlace === 'query' && !isProxied) parameters.ws_key = key
  else if (key !== '') headers.Authorization = `Basic ${btoa(`${key}:`)}`
  if (keyPlace === 'query' && isProxied) headers['X-Comptoir-Key-In'] = 'query'

  const url = new URL(path, route.apiUrl)
  // PrestaShop: a space must be %20, which URLSearchParams would write as a plus.
  url.search = Object.entries(parameters)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&')
  return { url, headers }
}

/** PrestaShop takes these raw as well, and an address may hold twice as many prices. */
function encoded(value: string | number): string {
  return encodeURIComponent(value).replace(/%(5B|5D|2C|7C)/g, decodeURIComponent)
}

/** Seconds and version are headers that pages of another origin do not see. */
function xmlOf(answer: Response, options: Options): Promise<Result<XmlAnswer, ShopError>> {
  const version = answer.headers.get('psws-version')
  const accessTime = Number(answer.headers.get('access-time') ?? Number.NaN)
  return body(answer, options, async response => ({
    text: await response.text(),
    version,
    shopSeconds: Number.isFinite(accessTime) ? accessTime : null,
  }))
}

async function jsonOf(
  response: Response,
  resource: string,
  options: Options,
): Promise<Result<unknown, ShopError>> {
  const text = await body(response, options, answer => answer.text())
  if (!text.ok) return text
  try {
    return ok(JSON.parse(text.value) as unknown)
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'not JSON'
    return fail({ code: 'shop-answer-unreadable', host: options.host, resource, detail })
  }
}

/** Reads a body to its end: a line cut half-way is a shop that could not be reached. */
async function body<T>(
  response: Response,
  options: Options,
  read: (response: Response) => Promise<T>,
): Promise<Result<T, ShopError>> {
  try {
    return ok(await read(response))
  } catch (error) {
    return fail(failureOf(error, options))
  }
}

function failureOf(error: unknown, { host, signal }: Options): ShopError {
  if (signal?.aborted) return { code: 'sync-cancelled' }
  if (error instanceof TimeoutError) return { code: 'shop-timeout', host }
  if (error instanceof Error) return unreachable(host, detailOf(error))
  throw error
}

/** Node says why a connection failed in the cause only: `CERT_HAS_EXPIRED`, `ENOTFOUND`. */
function detailOf(error: Error): string {
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `${error.message}${code}`
}
