import { setTimeout as wait } from 'node:timers/promises'
import type { Context, Hono, MiddlewareHandler } from 'hono'
import { isForwarded } from './agentGuard'
import { isLoopback } from './counterAddress'
import type { Pairing } from './pairing'
import type { ServerBindings } from '@/proxy/origin'

const LONGEST_BODY = 1_000
const LONGEST_CODE = 40
const PREFLIGHT_SECONDS = '600'
const AFTER_WRONG_CODE_MS = 1_000
/** Pages that may wait for their turn to be paired. */
const MOST_WAITING = 10

export interface PairedPageOptions {
  /** Called when the paired page asks for something, with its key. */
  onHeard: () => void
  /** How long a wrong code is answered after; a second. */
  afterWrongCode?: (() => Promise<void>) | undefined
}

type AgentContext = Context<{ Bindings: ServerBindings }>

/**
 * Lets the one paired page of another origin use the counter's equipment, and any page ask to be
 * paired, by a code. Both only from this machine, at an address of this machine, and passed on by nothing:
 * a page in a browser of the counter, whatever its site. Other requests go on to the server's own guards.
 */
export function pairedPage(
  equipment: Hono<{ Bindings: ServerBindings }>,
  pairing: Pairing,
  { onHeard, afterWrongCode = () => wait(AFTER_WRONG_CODE_MS) }: PairedPageOptions,
): MiddlewareHandler<{ Bindings: ServerBindings }> {
  const tryCode = oneTryAtATime(pairing, afterWrongCode)
  return async (context, next) => {
    const { req, env } = context
    const origin = req.header('origin')
    const own = new URL(req.url)
    if (origin === undefined || origin === own.origin || !mayBePaired(origin)) return next()
    const peer = env.incoming?.socket.remoteAddress ?? ''
    if (!isLoopback(peer) || !/^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(own.hostname))
      return next()
    if (isForwarded(req.raw.headers)) return next()

    const isAsked = req.path === '/agent/pair'
    if (!isAsked && origin !== pairing.origin()) return next()
    if (req.method === 'OPTIONS') return preflight(context, origin)
    if (isAsked) return answering(origin, await pair(context, tryCode, origin))
    const [, key = ''] = /^Bearer ([\w-]{1,100})$/.exec(req.header('authorization') ?? '') ?? []
    if (!pairing.isKey(origin, key)) {
      return answering(origin, context.json({ error: 'not-paired' }, 401))
    }
    onHeard()
    const inside = new URL(own)
    inside.pathname = own.pathname.replace(/^\/agent/, '')
    return answering(origin, await equipment.fetch(new Request(inside, req.raw), env))
  }
}

/** Pages over https, or of this machine: what comes from others may be anybody's on the way. */
function mayBePaired(origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, hostname } = new URL(origin)
  return (
    protocol === 'https:' || (protocol === 'http:' && /^(?:localhost|127\.0\.0\.1)$/.test(hostname))
  )
}

/**
 * Tries codes one after the other, and answers a wrong one late: whoever guesses has one try a second,
 * however many pages guess. Null where too many wait already.
 */
function oneTryAtATime(pairing: Pairing, afterWrongCode: () => Promise<void>) {
  let line: Promise<unknown> = Promise.resolve()
  let waiting = 0

  async function tryNow(origin: string, code: string): Promise<string | undefined> {
    const key = pairing.pair(origin, code)
    if (key === undefined) await afterWrongCode()
    return key
  }

  return async (origin: string, code: string): Promise<string | undefined | null> => {
    if (waiting >= MOST_WAITING) return null
    waiting += 1
    const tried = line.then(() => tryNow(origin, code))
    line = tried.catch(() => undefined)
    return tried.finally(() => (waiting -= 1))
  }
}

async function pair(
  context: AgentContext,
  tryCode: ReturnType<typeof oneTryAtATime>,
  origin: string,
): Promise<Response> {
  const { req } = context
  if (req.method !== 'POST') return context.json({ error: 'not-allowed' }, 405)
  if (!/^application\/json\s*(?:;|$)/i.test(req.header('content-type') ?? '')) {
    return context.json({ error: 'not-json' }, 415)
  }
  if (Number(req.header('content-length') ?? Infinity) > LONGEST_BODY) {
    return context.json({ error: 'too-large' }, 413)
  }
  const body: unknown = await req.json().catch(() => undefined)
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined
  if (typeof code !== 'string' || code.length > LONGEST_CODE) {
    return context.json({ error: 'not-a-code' }, 400)
  }
  const key = await tryCode(origin, code)
  if (key === null) return context.json({ error: 'too-many' }, 429)
  return key === undefined ? context.json({ error: 'code-wrong' }, 403) : context.json({ key })
}

function preflight(context: AgentContext, origin: string): Response {
  const headers = new Headers({
    'Access-Control-Allow-Methods': 'GET, POST',
    'Access-Control-Allow-Headers': 'authorization, content-type, x-comptoir',
    'Access-Control-Max-Age': PREFLIGHT_SECONDS,
    // Chrome asks before a page of the internet reaches this machine.
    'Access-Control-Allow-Private-Network': 'true',
  })
  return answering(origin, context.newResponse(null, { status: 204, headers }))
}

/** An answer that the page may read: a copy, as headers of a fetched one cannot be changed. */
function answering(origin: string, answer: Response): Response {
  const headers = new Headers(answer.headers)
  headers.set('Access-Control-Allow-Origin', origin)
  headers.set('Vary', 'Origin')
  headers.set('Cache-Control', 'no-store')
  return new Response(answer.body, { status: answer.status, headers })
}
