import type { HttpBindings } from '@hono/node-server'

export type ServerBindings = Partial<HttpBindings>

/**
 * Whether the till's own page sent the request: a page of another site cannot add that header
 * without being allowed to.
 */
export function isFromThisPage(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  return request.headers.get('x-comptoir') === '1' && (site === null || site === 'same-origin')
}
