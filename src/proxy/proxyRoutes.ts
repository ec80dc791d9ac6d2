import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { forward } from './forward'
import type { NamingCode } from './namingCode'
import { isFromThisPage, type ServerBindings } from './origin'
import type { FetchShop } from './shopRequest'
import type { ShopRegistry } from './shopRegistry'
import { parseShopAddress } from '@/prestashop/shopAddress'

export interface ProxyOptions {
  registry: ShopRegistry
  /** The shop's key, when it must be on no device: only with a shop that the environment fixes. */
  key: string | undefined
  fetchIt: FetchShop
  /** What a person must type to choose the shop; without it, nobody can. */
  code?: NamingCode | undefined
}

/** An answer of the proxy is data: opened by its address, it can run nothing and load nothing. */
const DATA_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
}

/** The till sends only an address to the proxy itself. */
const LARGEST_BODY_BYTES = 2_000

/** Adds the proxy to a server: its health check, its one shop, and the forwarding. */
export function addProxy(
  app: Hono<{ Bindings: ServerBindings }>,
  { registry, key, fetchIt, code }: ProxyOptions,
): void {
  app.use('/proxy/*', async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(DATA_HEADERS)) context.header(name, value)
  })
  app.get('/proxy/health', context => {
    const address = registry.address()
    const shop = address === null ? null : new URL(address).host
    return context.json({ comptoir: true, shop, holdsKey: key !== undefined })
  })

  // Registers the till's shop, for whoever can read the code in the terminal: neither a page of
  // another site, nor a device of the network, nor a reverse proxy can turn the proxy elsewhere.
  app.put('/proxy/shop', bodyLimit({ maxSize: LARGEST_BODY_BYTES }), async context => {
    const { req } = context
    if (!isFromThisPage(req.raw)) return context.json({ error: 'forbidden' }, 403)
    const given = (await req.json().catch(() => ({}))) as { address?: unknown; code?: unknown }
    const parsed = parseShopAddress(typeof given.address === 'string' ? given.address : '')
    if (!parsed.ok) return context.json({ error: 'not-an-address' }, 400)
    if (registry.address() === parsed.address) return context.json({ shop: parsed.host })
    if (!registry.register || !code) return context.json({ error: 'another-shop' }, 403)
    if (typeof given.code !== 'string') return context.json({ error: 'code-needed' }, 403)
    if (!code.isRight(given.code)) return context.json({ error: 'code-wrong' }, 403)
    registry.register(parsed.address)
    return context.json({ shop: parsed.host })
  })

  app.all('/proxy/api/*', context => {
    const address = registry.address()
    if (address === null) return context.json({ error: 'no-shop' }, 404)
    const path = new URL(context.req.url).pathname.slice('/proxy'.length)
    return forward(context.req.raw, path, { address, key }, fetchIt)
  })
}
