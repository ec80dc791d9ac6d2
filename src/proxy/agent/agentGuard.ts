import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { isCounterAddress, isLoopback } from './counterAddress'
import { isFromThisPage, type ServerBindings } from '@/proxy/origin'

/** An answer is data: opened by its address, it can run nothing and load nothing. */
const DATA_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
}

/** Marks every answer about equipment as data that nothing keeps. */
export const asData: MiddlewareHandler = async (context, next) => {
  await next()
  for (const [name, value] of Object.entries(DATA_HEADERS)) context.header(name, value)
}

/**
 * Lets through only what the till's own page asks: a header that no page of another site can send, the
 * browser's own word for the site that asks, and JSON where there is a body. It comes after the
 * server's guard, which refuses every host but the till's.
 */
export const fromThisPageOnly: MiddlewareHandler<{ Bindings: ServerBindings }> = async (
  context,
  next,
) => {
  const { req } = context
  if (!isFromThisPage(req.raw)) return context.json({ error: 'forbidden' }, 403)
  const isRead = req.method === 'GET'
  if (!isRead && req.method !== 'POST') return context.json({ error: 'not-allowed' }, 405)
  const type = req.header('content-type') ?? ''
  if (!isRead && !/^application\/json\s*(?:;|$)/i.test(type)) {
    return context.json({ error: 'not-json' }, 415)
  }
  return next()
}

/**
 * Lets through only this machine and the shop's own network. A reverse proxy or a tunnel hides who asks:
 * the address it forwards counts where it is the trusted one, which writes it last; any other is refused,
 * as the client itself may have written that address.
 */
export const fromCounterOnly =
  (trustedProxy: string | undefined): MiddlewareHandler<{ Bindings: ServerBindings }> =>
  async (context, next) => {
    const { req, env } = context
    const peer = (env.incoming?.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
    const isTrusted = trustedProxy !== undefined && trustedProxy === peer
    if (!isTrusted && isForwarded(req.raw.headers)) return refused(context)
    const from = isTrusted ? (req.header('x-forwarded-for')?.split(',').at(-1) ?? '').trim() : peer
    return isCounterAddress(from) || isLoopback(from) ? next() : refused(context)
  }

const refused = (context: Context) => context.json({ error: 'not-at-the-counter' }, 403)

/** Whether a reverse proxy or a tunnel passed a request on: it comes from elsewhere than its peer. */
export const isForwarded = (headers: Headers): boolean =>
  [...headers.keys()].some(name => /^(?:forwarded|via|x-real-ip|x-forwarded-.+)$/.test(name))

/** Refuses bodies longer than what a route reads. */
export const upToBytes = (maxSize: number) =>
  bodyLimit({ maxSize, onError: context => context.json({ error: 'too-large' }, 413) })
