/** One request to the shop, as a host of any kind sends it. */
export interface ShopRequest {
  method: string
  headers: Headers
  signal: AbortSignal
  /** The body to write; undefined when it only reads. */
  body?: string | undefined
}

/** Sends a request, without following redirects. */
export type FetchShop = (address: URL, request: ShopRequest) => Promise<Response>

/** Why no answer came; never contains an address with a key in it. */
export class ShopUnreachable extends Error {
  constructor(readonly reason: string) {
    super(reason)
  }
}
