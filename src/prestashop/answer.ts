import * as v from 'valibot'
import { unreachable } from './unreachable'
import { errorCodesOf, missingRightOf } from './errorBody'
import { fail, ok, type Result, type ShopError } from '@/core/errors'

/** The shop that was asked, and the base address of its webservice. */
interface AskedRequest {
  host: string
  apiUrl: string
}

const quoted = v.object({
  // A `Response` can have no other status.
  status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
  type: v.string(),
  text: v.string(),
})

/**
 * Accepts an answer of the webservice, and names the error for anything else a host may send
 * instead: a home page, a maintenance page, an error of a proxy.
 */
export async function readAnswer(
  response: Response,
  { host, apiUrl }: AskedRequest,
  path: string,
): Promise<Result<Response, ShopError>> {
  const proxied = response.headers.get('x-comptoir-proxy')
  if (proxied === 'error') return fail(await proxyError(response, host))
  if (proxied === 'quoted') {
    return readAnswer(await unquoted(response), { host, apiUrl }, path)
  }
  if (response.status === 304) return ok(response)
  const otherHost = answeredElsewhere(response, apiUrl)
  if (response.ok && otherHost === null && !isHtml(response)) return ok(response)

  // Of a page only its address matters; reading the body frees the connection.
  const text = await response.text()
  if (otherHost !== null) return fail({ code: 'shop-redirected', host, otherHost })
  if (response.ok) return fail({ code: 'shop-not-prestashop', host })
  // PrestaShop: a PHP warning while rendering makes the status 500 and adds errors of code 3, but
  // the data are complete and correct.
  const codes = errorCodesOf(text)
  if (response.status === 500 && codes.length > 0 && codes.every(code => code === 3)) {
    return ok(new Response(text, { status: 200, headers: response.headers }))
  }
  return fail(namedError(response, host, path, text, codes))
}

function namedError(
  response: Response,
  host: string,
  path: string,
  text: string,
  codes: number[],
): ShopError {
  if (codes.includes(22)) return { code: 'shop-webservice-off', host }
  if (codes.includes(18)) return { code: 'shop-key-malformed', host }
  if (codes.includes(20) || codes.includes(21)) return { code: 'shop-key-refused', host }
  if (codes.includes(26) || codes.includes(25)) {
    return { code: 'shop-rights-missing', host, missingRights: [missingRightOf(text) ?? path] }
  }
  if (response.status === 401) return keyNotSeen(response, host)
  if (response.status === 429) return { code: 'shop-busy', host }
  // PrestaShop has every resource the till asks for: a host that lacks one is not PrestaShop.
  if (response.status === 404) return { code: 'shop-not-prestashop', host }
  if (codes.length > 0) {
    const detail = `status ${response.status}, codes ${codes.join(', ')}`
    return { code: 'shop-answer-unreadable', host, resource: path, detail }
  }
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
  const asked = new URL(apiUrl)
  const answered = new URL(response.url)
  if (answered.origin === asked.origin) return null
  return answered.host === asked.host ? answered.origin : answered.host
}

/** The error in an answer of the till's own proxy, which is JSON by its contract. */
async function proxyError(response: Response, host: string): Promise<ShopError> {
  const told = (await response.json()) as { error?: unknown; host?: unknown; reason?: unknown }
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
      return unreachable(host, textOf(told.reason ?? told.error))
  }
}

/** An answer of the shop that is no data: the till's proxy passes it on as a text inside JSON. */
async function unquoted(response: Response): Promise<Response> {
  const { status, type, text } = v.parse(quoted, await response.json())
  const headers = new Headers(response.headers)
  headers.delete('x-comptoir-proxy')
  headers.set('content-type', type)
  return new Response(text, { status, headers })
}

const isHtml = (response: Response) =>
  (response.headers.get('content-type') ?? '').startsWith('text/html')

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
