import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { fetchAnyShop, fetchShop } from './fetchShop'
import { forward } from './forward'
import { isFromThisPage, isFromThisMachine, type ServerBindings } from './origin'
import { CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY } from './pageSecurity'
import type { ShopRegistry } from './shopOnDisk'
import { parseShopAddress } from '@/prestashop/shopAddress'

export interface AppOptions {
  /** Folder of the built till. */
  clientFolder: string
  registry: ShopRegistry
  /** The shop's key, when no device is to hold it. */
  key: string | undefined
  allowsPrivate: boolean
  demo: (request: Request) => Promise<Response>
}

/** The till's own server: its files, its proxy, and the demo shop beside it. */
export function createApp(options: AppOptions): Hono<{ Bindings: ServerBindings }> {
  const app = new Hono<{ Bindings: ServerBindings }>()
  app.use(secureHeaders(SECURITY))
  app.all('/demo/*', context => options.demo(context.req.raw))
  addProxy(app, options)
  app.use('/*', async (context, next) => {
    await next()
    context.header('Cache-Control', cachingOf(context.req.path))
  })
  app.use('/*', serveStatic({ root: options.clientFolder }))
  return app
}

function addProxy(
  app: Hono<{ Bindings: ServerBindings }>,
  { registry, key, allowsPrivate }: AppOptions,
): void {
  app.get('/proxy/health', context => {
    const address = registry.address()
    const shop = address === null ? null : new URL(address).host
    return context.json({ comptoir: true, shop, holdsKey: key !== undefined })
  })

  // The till says which shop it is for, from this machine only: a page elsewhere, or a
  // device of the network, cannot turn the proxy towards another host.
  app.put('/proxy/shop', async context => {
    const { req } = context
    const told = (await req.json().catch(() => ({}))) as { address?: unknown }
    const parsed = parseShopAddress(typeof told.address === 'string' ? told.address : '')
    if (!parsed.ok) return context.json({ error: 'not-an-address' }, 400)
    const isKnown = registry.address() === parsed.address
    if (!isFromThisPage(req.raw)) return context.json({ error: 'forbidden' }, 403)
    if (isKnown) return context.json({ shop: parsed.host })
    if (!isFromThisMachine(req.raw, context.env)) return context.json({ error: 'forbidden' }, 403)
    if (!registry.register(parsed.address)) return context.json({ error: 'another-shop' }, 403)
    return context.json({ shop: parsed.host })
  })

  app.all('/proxy/api/*', context => {
    const address = registry.address()
    if (address === null) return context.json({ error: 'no-shop' }, 404)
    const path = new URL(context.req.url).pathname.slice('/proxy'.length)
    const fetchIt = allowsPrivate ? fetchAnyShop : fetchShop
    return forward(context.req.raw, path, { address, key }, fetchIt)
  })
}

const SECURITY: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: CONTENT_SECURITY_POLICY,
  crossOriginOpenerPolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  permissionsPolicy: PERMISSIONS_POLICY,
  strictTransportSecurity: false,
}

/** Files with a hash in their name never change; the rest is asked again each time. */
function cachingOf(path: string): string {
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable'
  return path === '/online.json' ? 'no-store' : 'no-cache'
}
