import { Refusal, refuse } from './failure'
import type { Method, WebserviceKey } from './shopData'

const METHODS: readonly Method[] = ['get', 'put', 'post', 'patch', 'delete', 'head']

/** PrestaShop: PATCH exists since 8. */
const methodsOf = (version: string) =>
  version.startsWith('1.') ? METHODS.filter(method => method !== 'patch') : METHODS

/** The key that a request sends; the header wins over the query. */
export function keyOfRequest(
  headers: Headers,
  parameters: URLSearchParams,
  dropsHeader: boolean,
): string | undefined {
  const header = dropsHeader ? null : headers.get('authorization')
  if (header?.startsWith('Basic ')) {
    const [user = ''] = atob(header.slice('Basic '.length)).split(':')
    if (user !== '') return user
  }
  return parameters.get('ws_key') ?? undefined
}

/**
 * The key's owner and rights. A disabled key answers like a key that never existed
 * (auth-disabled-json).
 */
export function openWith(given: string, keys: readonly WebserviceKey[]): WebserviceKey {
  if (given.length !== 32) refuse(401, 18, 'Invalid authentication key format')
  const found = keys.find(({ key }) => key === given)
  if (!found?.isActive) {
    throw new Refusal(401, [
      { code: 20, message: 'Authentification key is not active' },
      { code: 21, message: 'No permission for this authentication key' },
    ])
  }
  return found
}

/** Refuses a resource or a method that the key has no right to. */
export function assertRight(
  version: string,
  key: WebserviceKey,
  resource: string,
  method: string,
): void {
  const rights = key.rights[resource]
  if (!rights || rights.length === 0) {
    refuse(401, 26, `Resource of type "${resource}" is not allowed with this authentication key`)
  }
  const right = methodsOf(version).find(known => known === method.toLowerCase())
  if (!right) refuse(405, 23, `Method ${method} is not valid`)
  if (!rights.includes(right)) {
    refuse(
      405,
      25,
      `Method ${method} is not allowed for the resource ${resource} with this authentication key`,
    )
  }
}

/** Rights as attributes of the root: `get="true" put="false"…` */
export function rightsAttributes(version: string, rights: readonly Method[]): string {
  return methodsOf(version)
    .map(method => `${method}="${rights.includes(method)}"`)
    .join(' ')
}
