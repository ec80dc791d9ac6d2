import * as v from 'valibot'
import { bytesUpTo, WITHOUT_BODY } from './answerBounds'
import { unreachable } from './unreachable'
import { areOfPhp, errorCodesOf, missingRightOf, unknownFieldOf } from './decode/errorBody'
import type { UnknownField } from './decode/errorBody'
import { firewallOf } from './decode/firewall'
import { withoutNotices } from './decode/phpNotices'
import { fail, ok, type Result, type ShopError } from '@/core/errors'

/** The shop that was asked, and for what. */
export interface AskedRequest {
  host: string
  /** Base address of the webservice. */
  apiUrl: string
  path: string
  /** Method, path and query without the key, as a person may read them. */
  request: string
  /** The answer is cut off beyond this. */
  mostBytes: number
  /** Whether the hash of a stored answer was sent, so that the shop may answer 304. */
  mayBeUnchanged: boolean
  /** Called with a notice that the host's PHP printed around the answer. */
  onNotice: (notice: string) => void
  /** Called with the field that a list was refused for. */
  onUnknownField: (unknown: UnknownField) => void
}

const refusal = v.object({
  error: v.optional(v.unknown()),
  host: v.optional(v.unknown()),
  reason: v.optional(v.unknown()),
})
const quoted = v.object({
  // A `Response` can have no other status.
  status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
  type: v.string(),
  text: v.string(),
})

/**
 * Accepts an answer of the webservice, and names the error for anything else a host may send
 * instead: a home page, a maintenance page, a firewall's page, an error of a proxy. What PHP printed
 * around the answer is taken away.
 *
 * @throws AnswerTooLarge where the answer is longer than was asked for.
 */
export async function readAnswer(
  response: Response,
  request: AskedRequest,
): Promise<Result<Response, ShopError>> {
  const { host, path, apiUrl, mostBytes } = request
  // Reading the body frees the connection, also where only the address matters.
  const whole = await bytesUpTo(response, mostBytes)
  const proxied = response.headers.get('x-comptoir-proxy')
  if (proxied === 'error') return fail(proxyError(whole, host))
  if (proxied === 'quoted') {
    const answer = unquoted(whole, response.headers)
    if (answer) return readAnswer(answer, request)
    const detail = 'not as the relay quotes'
    return fail({ code: 'shop-answer-unreadable', host, resource: path, detail })
  }
  if (response.status === 304) {
    // Unchanged since what? Nothing stored was named.
    return request.mayBeUnchanged ? ok(response) : fail({ code: 'shop-failing', host, status: 304 })
  }
  const { bytes, notice } = withoutNotices(whole)
  const otherHost = answeredElsewhere(response, apiUrl)
  if (otherHost !== null) return fail({ code: 'shop-redirected', host, otherHost })

  const accepted = () => {
    if (notice !== null) request.onNotice(notice)
    // A body of another length, and of no page of HTML.
    const headers = new Headers(response.headers)
    headers.delete('content-length')
    return ok(new Response(bytes as BodyInit, { status: 200, headers }))
  }
  // The notices make the status 200, and a 304 has no body.
  if (response.ok && notice !== null && bytes.length === 0 && request.mayBeUnchanged) {
    request.onNotice(notice)
    return ok(new Response(null, { status: 304 }))
  }
  if (response.ok && notice === null && !isHtml(response)) return accepted()
  const text = new TextDecoder().decode(bytes)
  const codes = errorCodesOf(text)
  // PrestaShop: a PHP notice while rendering makes the status 500 and adds errors, but the data are
  // complete and correct. One printed before the answer makes the status 200 and the type HTML.
  const isData = isAnswer(bytes) && areOfPhp(codes)
  if (isData && (response.ok || (response.status === 500 && codes.length > 0))) return accepted()
  return fail(namedError(response, request, text, codes))
}

function namedError(
  response: Response,
  { host, path, request, onUnknownField }: AskedRequest,
  text: string,
  codes: number[],
): ShopError {
  if (codes.includes(22)) return { code: 'shop-webservice-off', host }
  if (codes.includes(18)) return { code: 'shop-key-malformed', host }
  if (codes.includes(20) || codes.includes(21)) return { code: 'shop-key-refused', host }
  if (codes.includes(26) || codes.includes(25)) {
    return { code: 'shop-rights-missing', host, missingRights: [missingRightOf(text) ?? path] }
  }
  if (codes.length > 0) {
    const unknown = unknownFieldOf(text)
    if (unknown) onUnknownField(unknown)
    const detail = `status ${response.status}, codes ${codes.join(', ')}`
    return { code: 'shop-answer-unreadable', host, resource: path, detail }
  }
  const firewall = firewallOf(response.status, response.headers, text)
  if (firewall !== null) return { code: 'shop-firewall', host, firewall, request }
  if (response.status === 401 || text.trim() === '401 Unauthorized') {
    return keyNotSeen(response, host)
  }
  if (response.status === 429) return { code: 'shop-busy', host }
  // PrestaShop has every resource the till asks for: a host that lacks one is not PrestaShop.
  if (response.status === 404 || response.ok) return { code: 'shop-not-prestashop', host }
  return { code: 'shop-failing', host, status: response.status }
}

/** PrestaShop: without a key it answers 401, text/html, "401 Unauthorized". */
function keyNotSeen(response: Response, host: string): ShopError {
  const isPrestaShop = (response.headers.get('www-authenticate') ?? 'PrestaShop').includes(
    'PrestaShop',
  )
  return isPrestaShop ? { code: 'shop-key-not-seen', host } : { code: 'shop-not-prestashop', host }
}

/**
 * The host that answered after a redirect away from the shop, or the origin when only the scheme
 * differs; null when the shop itself answered. A redirect drops the key's header, so such an answer
 * tells nothing about the key.
 */
function answeredElsewhere(response: Response, apiUrl: string): string | null {
  if (!response.redirected) return null
  const requested = new URL(apiUrl)
  const answered = new URL(response.url)
  if (answered.origin === requested.origin) return null
  return answered.host === requested.host ? answered.origin : answered.host
}

/** The error in an answer of the till's own proxy, which is JSON by its contract. */
function proxyError(bytes: Uint8Array, host: string): ShopError {
  const found = v.safeParse(refusal, jsonIn(bytes))
  const told = found.success ? found.output : {}
  const reason = textOf(told.reason ?? told.error)
  if (reason === 'too-large') return { code: 'shop-answer-too-large', host, detail: reason }
  switch (told.error) {
    case 'redirected': {
      const otherHost = textOf(told.host)
      // Redirected to another page of the shop: its home page, or a maintenance page.
      if (otherHost === host) return { code: 'shop-not-prestashop', host }
      return { code: 'shop-redirected', host, otherHost }
    }
    case 'another-shop':
      return { code: 'shop-proxy-refused', host }
    case 'timeout':
      return { code: 'shop-timeout', host }
    default:
      return unreachable(host, reason)
  }
}

/** Whether bytes can be an answer of the webservice, whatever type the host gives them. */
function isAnswer(bytes: Uint8Array): boolean {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 400))
  return /^[{[]|^<\?xml[^]*<prestashop|^<prestashop|^(ÿØÿ|\u0089PNG|GIF8|RIFF)/.test(start)
}

/** An answer of the shop that is no data: the till's proxy passes it on as a text inside JSON. */
function unquoted(bytes: Uint8Array, sent: Headers): Response | undefined {
  const found = v.safeParse(quoted, jsonIn(bytes))
  if (!found.success) return undefined
  const { status, type, text } = found.output
  const headers = new Headers(sent)
  headers.delete('x-comptoir-proxy')
  headers.delete('content-type')
  // What is no name of a type has none.
  if (/^[\w!#$&^.+-]+\/[^\u0000-\u001f\u007f-\uffff]*$/.test(type))
    headers.set('content-type', type)
  return new Response(WITHOUT_BODY.has(status) ? null : text, { status, headers })
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // Not JSON: another server answered in the relay's place, or the answer was cut.
    return undefined
  }
}

const isHtml = (response: Response) =>
  (response.headers.get('content-type') ?? '').startsWith('text/html')

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
