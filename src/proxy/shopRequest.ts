/** One request to the shop, as a host of any kind sends it. */
export interface ShopRequest {
  method: string
  headers: Headers
  signal: AbortSignal
  /** What is to be written; undefined where it only reads. */
  body?: string | undefined
}

/** Sends it, and follows no redirect. */
export type FetchShop = (address: URL, request: ShopRequest) => Promise<Response>

/** Why no answer came; never holds an address with a key in it. */
export class ShopUnreachable extends Error {
  constructor(readonly reason: string) {
    super(reason)
  }
}
