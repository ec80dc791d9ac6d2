import type { Route } from './route'

export type Query = Record<string, string | number>

/** Where the key goes: in the header, or in the query where the host drops the header. */
export type KeyCarrier = 'header' | 'query'

interface From {
  route: Route
  key: string
  /** Which shop of a multistore; PrestaShop's own choice without it. */
  shopId?: number | undefined
}

/** Address and headers of one request, with the key where the shop sees it. */
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

  const url = new URL(path, route.apiUrl)
  // PrestaShop: a space must be %20, which URLSearchParams would write as a plus.
  url.search = Object.entries(parameters)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&')
  return { url, headers }
}

/** PrestaShop takes these raw as well, and an address may hold twice as many prices. */
function encoded(value: string | number): string {
  return encodeURIComponent(value).replace(/%(5B|5D|2C|7C)/g, decodeURIComponent)
}
