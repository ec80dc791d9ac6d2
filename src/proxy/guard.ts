import type { MiddlewareHandler } from 'hono'
import type { IsKnownHost } from './knownHosts'
import type { ServerBindings } from './origin'

export interface GuardOptions {
  isKnownHost: IsKnownHost
  /** Address of the reverse proxy whose forwarded host counts; undefined trusts none. */
  trustedProxy: string | undefined
}

/**
 * Lets through only requests that were made to one of the till's own addresses, by a page of such an
 * address or by no page at all. A reverse proxy on this machine changes nothing: what counts is the
 * host that was asked for, never where the connection comes from.
 */
export function guard({
  isKnownHost,
  trustedProxy,
}: GuardOptions): MiddlewareHandler<{ Bindings: ServerBindings }> {
  return async (context, next) => {
    const { req, env } = context
    const peer = (env.incoming?.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
    const forwarded = trustedProxy === peer ? req.header('x-forwarded-host') : undefined
    const host = forwarded ?? req.header('host') ?? new URL(req.url).host
    if (!isKnownHost(host)) return context.text(UNKNOWN_HOST, 421)
    const origin = req.header('origin')
    if (origin !== undefined && !isKnownHost(hostOf(origin))) {
      return context.json({ error: 'cross-site' }, 403)
    }
    if (isOtherSite(req.header('sec-fetch-site')) && req.path.startsWith('/proxy/')) {
      return context.json({ error: 'cross-site' }, 403)
    }
    return next()
  }
}

/** Said before any page of the till can be: in both languages. */
const UNKNOWN_HOST = `Cette adresse n’est pas de celles de la caisse : ouvrez-la par une adresse affichée dans son terminal, ou ajoutez celle-ci à COMPTOIR_HOSTS.

This address is none of the till’s: open it at an address shown in its terminal, or add this one to COMPTOIR_HOSTS.
`

const isOtherSite = (site: string | undefined) => site === 'cross-site' || site === 'same-site'

/** Host of an origin; empty, which is no known host, for `null` and for anything else. */
function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : ''
}
