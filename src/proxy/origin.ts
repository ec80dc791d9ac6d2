import type { HttpBindings } from '@hono/node-server'

export type ServerBindings = Partial<HttpBindings>

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])
const LOOPBACK = /^(::ffff:)?127\.|^::1$/

/**
 * Whether the till's own page sent the request: a page of another site cannot add that header
 * without being allowed to.
 */
export function isFromThisPage(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  return request.headers.get('x-comptoir') === '1' && (site === null || site === 'same-origin')
}

/**
 * Whether the request comes from this very machine, by its connection and by the host name it asked
 * for. The name is checked because another site's name may be pointed at 127.0.0.1.
 */
export function isFromThisMachine(request: Request, env: ServerBindings): boolean {
  const from = env.incoming?.socket.remoteAddress ?? ''
  return LOOPBACK.test(from) && LOOPBACK_HOSTS.has(new URL(request.url).hostname)
}
