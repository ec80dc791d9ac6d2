import type { Route } from './route'

export type Query = Record<string, string | number>

/** How the key is sent: in the header, or in the query when the host drops the header. */
export type KeyCarrier = 'header' | 'query'

interface From {
  route: Route
  key: string
  /** Shop of a multistore; when absent, PrestaShop chooses. */
  shopId?: number | undefined
}

/** Address and headers of a request, with the key where the shop sees it. */
export function requestOf(
  { route, key, shopId }: From,
  path: string,
  query: Query,
  keyPlace: KeyCarrier,
) {
  const isProxied = route.transport === 'proxy'
  const headers: Record<string, string> = {}
  const parameters: Query = { ...query, ...(shopId === undefined ? {} : { id_shop: shopId }) }

  if (keyPlace === 'query' && !isProxied) parameters.ws_key = key
  else if (key !== '') headers.Authorization = `Basic ${btoa(`${key}:`)}`
  if (keyPlace === 'query' && isProxied) headers['X-Comptoir-Key-In'] = 'query'
  if (route.shop !== undefined) headers['X-Comptoir-Shop'] = route.shop

  const url = new URL(path, route.apiUrl)
  // PrestaShop: a space must be `%20`; URLSearchParams would write a plus.
  url.search = Object.entries(parameters)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&')
  return { url, headers }
}

/**
 * Encodes a parameter except for `[`, `]`, `,` and `|`: PrestaShop accepts them as they are, and an
 * address then holds twice as many prices.
 */
function encoded(value: string | number): string {
  return encodeURIComponent(value).replace(/%(5B|5D|2C|7C)/g, decodeURIComponent)
}
