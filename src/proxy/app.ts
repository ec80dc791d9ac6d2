import { isIP } from 'node:net'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { secureHeaders } from 'hono/secure-headers'
import { agentRoutes } from './agent/agentRoutes'
import type { Agent } from './agent/openAgent'
import { cachingOf, storeNoError } from './caching'
import { negotiateEncoding } from './encoding'
import { fetchAnyShop, fetchShop } from './fetchShop'
import { guard } from './guard'
import type { IsKnownHost } from './knownHosts'
import type { NamingCode } from './namingCode'
import type { ServerBindings } from './origin'
import { CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY, STRICT_TRANSPORT } from './pageSecurity'
import { addProxy } from './proxyRoutes'
import { openRooms } from './screens/rooms'
import { screenRoutes } from './screens/screenRoutes'
import type { ShopRegistry } from './shopRegistry'
import type { RunningHub } from '@/hub/openHub'

export interface AppOptions {
  /** Folder of the built till. */
  clientFolder: string
  registry: ShopRegistry
  /** The shop's key, when it must be on no device. */
  key: string | undefined
  allowsPrivate: boolean
  code: NamingCode
  isKnownHost: IsKnownHost
  trustedProxy?: string | undefined
  /** The server has its own certificate: browsers are to use nothing but https. */
  isSecure?: boolean
  demo: (request: Request) => Promise<Response>
  /** The mailbox where a shop's devices exchange sealed blocks; undefined where there is none. */
  mailbox?: RunningHub['routes'] | undefined
  /** The counter's equipment, where the server reaches any. */
  agent?: Agent | undefined
  /** Addresses of the server on the network, for devices that are to open it. */
  addresses?: (() => string[]) | undefined
}

/** The till's own server: its files, its proxy, and the demo shop. */
export function createApp(options: AppOptions): Hono<{ Bindings: ServerBindings }> {
  const app = new Hono<{ Bindings: ServerBindings }>()
  app.use(storeNoError)
  if (options.isSecure) {
    app.use(async (context, next) => {
      await next()
      // `localhost` is also other servers' address on this machine; browsers take no address in figures.
      const { hostname } = new URL(context.req.url)
      if (hostname.includes('.') && !isIP(hostname)) {
        context.header('Strict-Transport-Security', STRICT_TRANSPORT)
      }
    })
  }
  const { registry, key, allowsPrivate, code, isKnownHost, trustedProxy } = options
  if (options.agent) app.use('/agent/*', options.agent.paired)
  app.use(guard({ isKnownHost, trustedProxy }))
  addProxy(app, { registry, key, code, fetchIt: allowsPrivate ? fetchAnyShop : fetchShop })
  if (options.mailbox) app.route('/boite', options.mailbox)
  const rooms = openRooms()
  if (options.agent) {
    app.route('/agent', options.agent.page(rooms.seen))
    app.route('/agent', options.agent.routes)
  } else {
    // A server in the shop says that it has no device, and which server it is.
    app.route('/agent', agentRoutes({ equipment: [], trustedProxy }))
  }
  app.route('/afficheur', screenRoutes(rooms, options.addresses ?? (() => [])))
  app.use('/demo/*', secureHeaders({ ...SECURITY, crossOriginResourcePolicy: false }))
  // A PrestaShop lets any page notice that it is there.
  app.all('/demo/*', context => options.demo(context.req.raw))
  app.use(secureHeaders(SECURITY))
  app.use('/*', async (context, next) => {
    await next()
    context.header('Cache-Control', cachingOf(context.req.path))
  })
  app.use('/*', negotiateEncoding, etag())
  app.use('/*', serveStatic({ root: options.clientFolder, precompressed: true }))
  return app
}

const SECURITY: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: CONTENT_SECURITY_POLICY,
  crossOriginOpenerPolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  permissionsPolicy: PERMISSIONS_POLICY,
  strictTransportSecurity: false,
}
