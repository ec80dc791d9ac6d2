import { Hono } from 'hono'
import { storeNoError } from './caching'
import { fetchFromEdge } from './fetchFromEdge'
import type { ServerBindings } from './origin'
import { addProxy } from './proxyRoutes'
import { fixedShop } from './shopRegistry'

/**
 * Environment variables of the hosted function; the till must not be able to choose the shop here.
 */
interface EdgeSettings {
  COMPTOIR_SHOP: string
}

/**
 * The proxy alone, for a host that runs functions: it uses nothing of Node. It holds no key: on the
 * open internet, anyone who found it could read the shop with it.
 */
export default {
  fetch(request: Request, settings: EdgeSettings): Response | Promise<Response> {
    const app = new Hono<{ Bindings: ServerBindings }>()
    app.use(storeNoError)
    addProxy(app, {
      registry: fixedShop(settings.COMPTOIR_SHOP),
      key: undefined,
      fetchIt: fetchFromEdge,
    })
    // A function's host is nobody's own machine: without a connection in the bindings, no request
    // counts as local.
    return app.fetch(request, {})
  },
}
