import type { HttpBindings } from '@hono/node-server'

export type ServerBindings = Partial<HttpBindings>

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])
const LOOPBACK = /^(::ffff:)?127\.|^::1$/

/** Asked by the till's own page: no other site can add that header without being allowed to. */
export function isFromThisPage(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  return request.headers.get('x-comptoir') === '1' && (site === null || site === 'same-origin')
}

/**
 * Asked on this very machine: by its connection, and by its name, so that a page elsewhere
 * whose name was turned towards 127.0.0.1 is not taken for it.
 */
export function isFromThisMachine(request: Request, env: ServerBindings): boolean {
  const from = env.incoming?.socket.remoteAddress ?? ''
  return LOOPBACK.test(from) && LOOPBACK_HOSTS.has(new URL(request.url).hostname)
}
