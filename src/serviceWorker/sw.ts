/// <reference lib="webworker" />
import { cacheNames, clientsClaim } from 'workbox-core'
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  getCacheKeyForURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { watchFiles } from './soundFiles'

declare const self: ServiceWorkerGlobalScope

const scope = new URL(self.registration.scope)
const folder = scope.pathname.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** The till is one page, with its screens behind the `#`: every other address is another's, as the server's own pages. */
const tillPage = new RegExp(`^${folder}(?:index\\.html)?(?:\\?|$)`)
const pictures = `${scope.pathname}pictures/`

const entries = self.__WB_MANIFEST
precacheAndRoute(entries)
const files = watchFiles(entries, getCacheKeyForURL, cacheNames.precache)
// A changed file is never used, neither by a page nor by the installation of another version.
addPlugins([
  {
    cachedResponseWillBeUsed: ({ request, cachedResponse }) =>
      cachedResponse ? files.soundCopy(request.url, cachedResponse) : Promise.resolve(null),
  },
])
cleanupOutdatedCaches()
clientsClaim()

registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { allowlist: [tillPage] }))

// The sync puts pictures in their caches; they are never fetched here. A tile without its picture
// shows initials, online or not.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(pictures),
  async ({ request }) => (await caches.match(request)) ?? new Response(null, { status: 404 }),
)

// The code reader is large and few tills need it: it is cached from its first use on, and the
// readers of older versions are deleted.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('.wasm'),
  async ({ request }) => {
    const kept = await caches.open('reader')
    const known = await kept.match(request)
    if (known) return known
    const answer = await fetch(request)
    if (answer.ok && (await isWholeReader(answer.clone()))) {
      for (const older of await kept.keys()) await kept.delete(older)
      await kept.put(request, answer.clone())
    }
    return answer
  },
)

/** Whether an answer is the code reader: neither a part of it, nor a page of the server's. */
async function isWholeReader(answer: Response): Promise<boolean> {
  return WebAssembly.validate(await answer.arrayBuffer())
}

// A newer till waits until the page asks for it, between two sales: code is never swapped during a
// ticket.
self.addEventListener('message', event => {
  const kind = (event.data as { type?: unknown } | null)?.type
  if (kind === 'SKIP_WAITING') void self.skipWaiting()
  // A file that was still empty when it was fetched is a service worker too, one that keeps nothing
  // and answers nothing.
  if (kind === 'IS_WHOLE') event.ports[0]?.postMessage(true)
  if (kind === 'CHECK_FILES') {
    event.waitUntil(files.checkAll().then(check => event.ports[0]?.postMessage(check)))
  }
  if (kind === 'CLAIM') {
    event.waitUntil(self.clients.claim().then(() => event.ports[0]?.postMessage(true)))
  }
})
