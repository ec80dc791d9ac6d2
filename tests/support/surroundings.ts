import type { Surroundings } from '@/prestashop/route'

interface Handler {
  handle: (request: Request) => Promise<Response>
}

/** Surroundings of a page served by the shop's own host, which answers as `shop` does. */
export function sameOrigin(shop: Handler, origin = 'http://shop.example'): Surroundings {
  return { fetch: fetchOf(() => shop), pageAddress: `${origin}/caisse/` }
}

const MOST_REDIRECTS = 20

/**
 * A fetch answered by the server of each host; a host that is not there cannot be reached.
 * It follows redirects as browsers do: without the key's header where they lead elsewhere.
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
