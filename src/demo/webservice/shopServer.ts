import { answerWebservice, type WebserviceAnswer } from './answerWebservice'
import {
  homePage,
  misbehave,
  takeMisbehaviour,
  type Misbehaviour,
  type ShopState,
} from './misbehaviour'
import { publicPicture } from './publicPictures'
import { keyOfRequest } from './rights'
import type { ShopData, WebserviceKey } from './shopData'

export interface ShopServerOptions {
  data: ShopData
  keys: readonly WebserviceKey[]
  /** Path of the shop's pages on this server, without a trailing slash: `/demo`. */
  basePath?: string
  /** Public address, for the links it writes: `http://localhost:4173/demo`. */
  publicAddress?: string
  /** The shop's own clock, `2026-11-24 03:25:50`; the device's by default. */
  shopTime?: () => string
}

export interface LoggedRequest {
  method: string
  /** Path and query, without a key in the query. */
  path: string
  keyName: string | null
  status: number
  bytes: number
  computedPrices: number
}

/** What requests cost a shop's server, as measured on PrestaShop 8.2.1 and 9.1.4. */
export interface ServerCost {
  requests: number
  computedPrices: number
  serverMs: number
}

const REQUEST_MS = 10
const COMPUTED_PRICE_MS = 0.3

/** The cost of requests: about 10 ms each, and 0.3 ms for each computed price. */
export function serverCostOf(
  requests: readonly Pick<LoggedRequest, 'computedPrices'>[],
): ServerCost {
  const computedPrices = requests.reduce((sum, request) => sum + request.computedPrices, 0)
  const serverMs = requests.length * REQUEST_MS + computedPrices * COMPUTED_PRICE_MS
  return { requests: requests.length, computedPrices, serverMs }
}

/** A simulated PrestaShop: it answers like the recorded shops, and misbehaves when told to. */
export interface ShopServer {
  handle: (request: Request) => Promise<Response>
  data: ShopData
  state: ShopState
  requests: LoggedRequest[]
  misbehave: (plan: Misbehaviour) => void
  behave: () => void
}

export function createShopServer(options: ShopServerOptions): ShopServer {
  const { data, keys, basePath = '', publicAddress = `http://shop.example${basePath}` } = options
  const planned: Misbehaviour[] = []
  const server: ShopServer = {
    data,
    state: {
      webserviceOff: false,
      dropsHeader: false,
      allowsOtherOrigins: false,
      onlyHost: null,
      isPaced: false,
    },
    requests: [],
    misbehave: plan => void planned.push({ ...plan }),
    behave: () => void planned.splice(0),
    handle: async request => {
      const url = new URL(request.url)
      const path = decodeURIComponent(url.pathname).slice(basePath.length)
      let computed = 0
      const right = () => {
        const onComputed = (prices: number) => {
          computed = prices
        }
        return answer(server, options, request, url, path, publicAddress, onComputed)
      }
      const wrong = takeMisbehaviour(planned, decodeURIComponent(path + url.search))
      const response = wrong
        ? await misbehave(wrong, `${publicAddress}/?url=${path.slice(5)}`, right)
        : await right()
      log(server, request, url, path, keys, response, computed)
      return withCors(server.state, request, response)
    },
  }
  return server
}

async function answer(
  server: ShopServer,
  options: ShopServerOptions,
  request: Request,
  url: URL,
  path: string,
  publicAddress: string,
  onComputed: (prices: number) => void,
): Promise<Response> {
  const { data, state } = server
  if (path === '' || path === '/') return homePage()
  if (!/^\/api(\/|$)/.test(path)) return publicPicture(data, path)
  if (state.onlyHost !== null && url.host !== state.onlyHost) {
    const home = `http://${state.onlyHost}/?url=${path.slice(5)}&${url.searchParams.toString()}`
    return new Response(null, { status: 302, headers: { Location: home, ...HTML } })
  }
  if (request.method === 'OPTIONS' && request.headers.get('authorization') === null) {
    return preflight(data, state)
  }
  const key = keyOfRequest(request.headers, url.searchParams, state.dropsHeader)
  if (key === undefined) return noKey()

  const answered = answerWebservice({
    data,
    state,
    keys: options.keys,
    key,
    method: request.method,
    path: path
      .replace(/^\/api\/?/, '')
      .split('/')
      .filter(Boolean),
    parameters: url.searchParams,
    headers: request.headers,
    body: ['PATCH', 'PUT'].includes(request.method) ? await request.text() : '',
    apiUrl: `${publicAddress}/api`,
    now: (options.shopTime ?? shopTimeNow)(),
  })
  onComputed(answered.computedPrices)
  return toResponse(answered, request, state.isPaced)
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' }

/** PrestaShop: the only answer to any request without a key (auth-none). */
function noKey(): Response {
  const realm =
    'Basic realm="Welcome to PrestaShop Webservice, please enter the authentication key as the login. No password required."'
  return new Response('401 Unauthorized', {
    status: 401,
    headers: { ...HTML, 'WWW-Authenticate': realm },
  })
}

/** A browser's preflight before a request from another origin (options-preflight). */
function preflight(data: ShopData, { allowsOtherOrigins }: ShopState): Response {
  if (!allowsOtherOrigins && data.version.startsWith('8')) return noKey()
  return new Response('200 OK', {
    headers: { ...HTML, 'Access-Control-Allow-Headers': 'Authorization, Content-Type' },
  })
}

async function toResponse(
  answered: WebserviceAnswer,
  request: Request,
  isPaced: boolean,
): Promise<Response> {
  const bytes =
    typeof answered.body === 'string' ? new TextEncoder().encode(answered.body) : answered.body
  const sha1 = await sha1Of(bytes)
  const headers = new Headers({
    'Access-Time': String(Math.floor(Date.now() / 1000)),
    'X-Powered-By': 'PrestaShop Webservice',
    'PSWS-Version': answered.isKnown ? answered.version : '0',
    'Execution-Time': '0.002',
    Vary: 'Authorization',
  })
  if (answered.isKnown) headers.set('Content-Sha1', sha1)
  // PrestaShop: no ETag; a 304 is given for the SHA-1 of the body that the client already has
  // (not-modified-languages).
  if (answered.status === 200 && request.headers.get('local-content-sha1') === sha1) {
    return new Response(null, { status: 304, headers })
  }
  if (isPaced) {
    const workMs = answered.computedPrices * COMPUTED_PRICE_MS + bytes.length / 1_000
    await new Promise(resolve => setTimeout(resolve, REQUEST_MS + workMs))
  }
  if (answered.type !== null) headers.set('Content-Type', answered.type)
  const isBare = request.method === 'HEAD' || bytes.length === 0
  return new Response(isBare ? null : (bytes as BodyInit), { status: answered.status, headers })
}

async function sha1Of(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', bytes as BufferSource)
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

function withCors(state: ShopState, request: Request, response: Response): Response {
  const origin = request.headers.get('origin')
  if (!state.allowsOtherOrigins || origin === null) return response
  const headers = new Headers(response.headers)
  headers.set('Access-Control-Allow-Origin', origin)
  headers.set('Access-Control-Allow-Headers', 'Authorization, Local-Content-Sha1')
  headers.set(
    'Access-Control-Expose-Headers',
    'PSWS-Version, Content-Sha1, Access-Time, Retry-After',
  )
  return new Response(response.body, { status: response.status, headers })
}

function log(
  server: ShopServer,
  request: Request,
  url: URL,
  path: string,
  keys: readonly WebserviceKey[],
  response: Response,
  computedPrices: number,
): void {
  const given = keyOfRequest(request.headers, url.searchParams, false)
  const search = decodeURIComponent(url.search).replace(/ws_key=\w+/, 'ws_key=…')
  server.requests.push({
    method: request.method,
    path: path + search,
    keyName: keys.find(({ key }) => key === given)?.name ?? null,
    status: response.status,
    bytes: Number(response.headers.get('content-length') ?? 0),
    computedPrices,
  })
}

/** Local time of the shop, without a zone, as PrestaShop stores it. */
function shopTimeNow(): string {
  const now = new Date()
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 19).replace('T', ' ')
}
