/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core'
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope

const scope = new URL(self.registration.scope)
/** What only the network can answer: the shop, the proxy, and whether there is a network. */
const fromNetwork = ['api/', 'proxy/', 'demo/', 'online.json'].map(path => scope.pathname + path)
const pictures = `${scope.pathname}pictures/`

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
clientsClaim()

registerRoute(
  new NavigationRoute(createHandlerBoundToURL('index.html'), {
    denylist: fromNetwork.map(
      path => new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`),
    ),
  }),
)

// Pictures are put in their caches by the sync, never fetched here: a tile whose picture
// is not there yet shows its initials, online or not.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(pictures),
  async ({ request }) => (await caches.match(request)) ?? new Response(null, { status: 404 }),
)

// The reader of codes is large and few need it: it is kept from its first use on, without
// those of older tills.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('.wasm'),
  async ({ request }) => {
    const kept = await caches.open('reader')
    const known = await kept.match(request)
    if (known) return known
    const answer = await fetch(request)
    if (answer.ok) {
      for (const older of await kept.keys()) await kept.delete(older)
      await kept.put(request, answer.clone())
    }
    return answer
  },
)

// A newer till waits until the page asks for it, between two sales: code is never swapped
// under a ticket.
self.addEventListener('message', event => {
  const asked = (event.data as { type?: unknown } | null)?.type
  if (asked === 'SKIP_WAITING') void self.skipWaiting()
  if (asked === 'CLAIM') {
    event.waitUntil(self.clients.claim().then(() => event.ports[0]?.postMessage(true)))
  }
})
