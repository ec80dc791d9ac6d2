import { urlIn } from '@/core/urlIn'
/**
 * A shop's address as stored: where its pages begin, without `/api` and without a trailing slash.
 */
export type ParsedAddress =
  | { ok: true; address: string; host: string }
  | { ok: false; reason: 'empty' | 'unreadable' | 'holds-a-password' }

const MAX_LENGTH = 300
const HOST_NAME =
  /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u
/** The folder of a back office has a secret suffix, which must never be stored. */
const NOT_A_SHOP_FOLDER = /^(api|admin[^/]*|index\.php|[^/]*\.(php|html?))$/i

/**
 * Parses any reasonable spelling of a shop's address: with or without `https://`, `www`, a folder,
 * a trailing `/api/`, or pasted from the back office. Without a scheme it is https, or http for
 * this machine and private addresses.
 */
export function parseShopAddress(text: string): ParsedAddress {
  const typed = text.trim().replace(/\s+/g, '')
  if (typed === '') return { ok: false, reason: 'empty' }
  if (typed.length > MAX_LENGTH) return { ok: false, reason: 'unreadable' }

  const url = toUrl(typed)
  if (!url || !/^https?:$/.test(url.protocol)) return { ok: false, reason: 'unreadable' }
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'holds-a-password' }
  if (!isHost(url.hostname)) return { ok: false, reason: 'unreadable' }

  return { ok: true, address: `${url.origin}${shopFolder(url.pathname)}`, host: url.host }
}

/**
 * Whether a host is this machine or on a private network, by its name or address alone. A public
 * name may still resolve to a private address: whoever connects must check the address again.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  if (/\.(local|internal|lan|home|home\.arpa)$/.test(host)) return true
  return isPrivateIp(host)
}

/** Whether an IP address is not public: this machine, private, link-local or reserved. */
export function isPrivateIp(ip: string): boolean {
  const address = ip.toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)
  if (mapped?.[1]) return isPrivateIp(mapped[1])
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)
  if (parts) return isPrivateV4(Number(parts[1]), Number(parts[2]))
  if (!address.includes(':')) return false
  // Public IPv6 is 2000::/3, without documentation, Teredo and 6to4.
  const isGlobal = /^[23][0-9a-f]{3}:/.test(address)
  return !isGlobal || /^(2001:0?db8:|2001:0{0,4}:|2002:)/.test(address)
}

function isPrivateV4(first: number, second: number): boolean {
  if ([0, 10, 127].includes(first) || first >= 224) return true
  if (first === 100) return second >= 64 && second <= 127
  if (first === 169) return second === 254
  if (first === 172) return second >= 16 && second <= 31
  if (first === 192) return second === 168 || second === 0
  if (first === 198) return second === 18 || second === 19
  return false
}

function toUrl(typed: string): URL | undefined {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)
  const address = hasScheme ? typed : `https://${typed.replace(/^\/+/, '')}`
  const url = urlIn(address)
  if (!url) return undefined
  if (!hasScheme && isPrivateHost(url.hostname)) return new URL(address.replace('https:', 'http:'))
  return url
}

function isHost(hostname: string): boolean {
  if (/^\[[0-9a-f:.]+\]$/i.test(hostname)) return true
  if (!HOST_NAME.test(hostname)) return false
  return hostname === 'localhost' || hostname.includes('.')
}

/** Leading folders of a path that may belong to the shop, up to the first that cannot. */
function shopFolder(path: string): string {
  const folders: string[] = []
  for (const folder of path.split('/').filter(Boolean)) {
    if (NOT_A_SHOP_FOLDER.test(folder)) break
    folders.push(folder)
  }
  return folders.map(folder => `/${folder}`).join('')
}
