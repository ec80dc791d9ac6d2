import type { Surroundings } from '@/prestashop/route'

interface Handler {
  handle: (request: Request) => Promise<Response>
}

/** Surroundings of a page served by the shop's own host, which answers as `shop` does. */
export function sameOrigin(shop: Handler, origin = 'http://shop.example'): Surroundings {
  return { fetch: fetchOf(() => shop), pageAddress: `${origin}/caisse/` }
}

/** A fetch answered by the server of each host; a host that is not there cannot be reached. */
export function fetchOf(serverOf: (host: string) => Handler | undefined): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    request.signal.throwIfAborted()
    const server = serverOf(new URL(request.url).host)
    if (!server) throw new TypeError('Failed to fetch')
    const response = await server.handle(request)
    request.signal.throwIfAborted()
    return response
  }
}
