import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { forward } from './forward'
import { isFromThisPage, isFromThisMachine, type ServerBindings } from './origin'
import type { FetchShop } from './shopRequest'
import type { ShopRegistry } from './shopRegistry'
import { parseShopAddress } from '@/prestashop/shopAddress'

export interface ProxyOptions {
  registry: ShopRegistry
  /** The shop's key, when it must be on no device. */
  key: string | undefined
  fetchIt: FetchShop
}

/** The till sends only an address to the proxy itself. */
const LARGEST_BODY_BYTES = 2_000

/** Adds the proxy to a server: its health check, its one shop, and the forwarding. */
export function addProxy(
  app: Hono<{ Bindings: ServerBindings }>,
  { registry, key, fetchIt }: ProxyOptions,
): void {
  app.get('/proxy/health', context => {
    const address = registry.address()
    const shop = address === null ? null : new URL(address).host
    return context.json({ comptoir: true, shop, holdsKey: key !== undefined })
  })

  // Registers the till's shop, from this machine only: a page of another site, or a device of the
  // network, cannot turn the proxy towards another host.
  app.put('/proxy/shop', bodyLimit({ maxSize: LARGEST_BODY_BYTES }), async context => {
    const { req } = context
    if (!isFromThisPage(req.raw)) return context.json({ error: 'forbidden' }, 403)
    const told = (await req.json().catch(() => ({}))) as { address?: unknown }
    const parsed = parseShopAddress(typeof told.address === 'string' ? told.address : '')
    if (!parsed.ok) return context.json({ error: 'not-an-address' }, 400)
    if (registry.address() === parsed.address) return context.json({ shop: parsed.host })
    if (!isFromThisMachine(req.raw, context.env)) return context.json({ error: 'forbidden' }, 403)
    if (!registry.register(parsed.address)) return context.json({ error: 'another-shop' }, 403)
    return context.json({ shop: parsed.host })
  })

  app.all('/proxy/api/*', context => {
    const address = registry.address()
    if (address === null) return context.json({ error: 'no-shop' }, 404)
    const path = new URL(context.req.url).pathname.slice('/proxy'.length)
    return forward(context.req.raw, path, { address, key }, fetchIt)
  })
}
