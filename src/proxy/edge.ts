import { Hono } from 'hono'
import { fetchFromEdge } from './fetchFromEdge'
import type { ServerBindings } from './origin'
import { addProxy } from './proxyRoutes'
import { fixedShop } from './shopRegistry'

/** What is set where functions are hosted; the shop cannot be left to the till to say. */
interface EdgeSettings {
  COMPTOIR_SHOP: string
}

/**
 * The proxy alone, for a host that runs functions: it needs nothing of Node. It holds no
 * key: on the open internet, whoever found it could read the shop with it.
 */
export default {
  fetch(request: Request, settings: EdgeSettings): Response | Promise<Response> {
    const app = new Hono<{ Bindings: ServerBindings }>()
    addProxy(app, {
      registry: fixedShop(settings.COMPTOIR_SHOP),
      key: undefined,
      fetchIt: fetchFromEdge,
    })
    // It is on nobody's own machine: nothing is told of where the request comes from.
    return app.fetch(request, {})
  },
}
