import type { Surroundings } from '@/prestashop/route'

interface Handler {
  handle: (request: Request) => Promise<Response>
}

/** Surroundings of a page served by the shop's own host, which answers like `shop`. */
export function sameOrigin(shop: Handler, origin = 'http://shop.example'): Surroundings {
  return { fetch: fetchOf(() => shop), pageAddress: `${origin}/caisse/` }
}

const MOST_REDIRECTS = 20

/**
 * A fetch answered by the server of each host; an unknown host cannot be reached. It follows
 * redirects as browsers do: without the key's header when they lead to another origin.
 */
export function fetchOf(serverOf: (host: string) => Handler | undefined): typeof fetch {
  return async (input, init) => {
    let request = new Request(input, init)
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      request.signal.throwIfAborted()
      const { host, origin } = new URL(request.url)
      const server = serverOf(host)
      if (!server) throw new TypeError('Failed to fetch')
      const response = await server.handle(request)
      request.signal.throwIfAborted()
      const location = response.headers.get('location')
      if (location === null) {
        const values = { url: { value: request.url }, redirected: { value: redirects > 0 } }
        return Object.defineProperties(response, values)
      }
      const target = new URL(location, request.url)
      const headers = new Headers(request.headers)
      if (target.origin !== origin) headers.delete('authorization')
      request = new Request(target, { headers, signal: request.signal })
    }
    throw new TypeError('Failed to fetch')
  }
}

/** A page whose server has no proxy. */
export const tillPage: Handler = {
  handle: () => Promise.resolve(new Response('not found', { status: 404 })),
}

/** A browser on a page of another origin: it reads only what the shop lets it. */
export function browser(shop: Handler, till: Handler = tillPage): Surroundings {
  const network = fetchOf(host => (host === 'till.example' ? till : shop))
  return {
    pageAddress: 'http://till.example/caisse/',
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const isOther = new URL(request.url).host !== 'till.example'
      if (!isOther) return network(request)
      const asked = new Request(request, {
        headers: { ...Object.fromEntries(request.headers), origin: 'http://till.example' },
      })
      const response = await network(asked)
      if (init?.mode === 'no-cors') return response
      if (!response.headers.has('access-control-allow-origin'))
        throw new TypeError('Failed to fetch')
      return response
    },
  }
}

/** The till's own server, which forwards to a shop. */
export function proxyOf(shop: Handler): Handler {
  return {
    handle: (request: Request) => {
      const { pathname, search } = new URL(request.url)
      if (pathname === '/caisse/proxy/health')
        return Promise.resolve(Response.json({ comptoir: true }))
      if (pathname === '/caisse/proxy/shop')
        return Promise.resolve(Response.json({ shop: 'shop.example' }))
      const path = pathname.replace('/caisse/proxy', '')
      return shop.handle(new Request(`http://shop.example${path}${search}`, request))
    },
  }
}
