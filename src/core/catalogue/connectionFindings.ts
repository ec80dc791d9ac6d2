import type { NeededResource, Transport } from './connection'
import type { ShopError } from '@/core/errors'
import type { ShopLanguage } from './shopRows'

/**
 * One finding of the key doctor about a shop: something right, something to improve, or something
 * that keeps the till from reading the catalogue. Its sentences are in `messages`, under
 * `finding.<code>`; the sentences of an error are under the error's own code.
 */
export type Finding =
  | { level: 'blocking'; code: 'error'; error: ShopError }
  | { level: 'good' | 'advice' | 'blocking'; code: FindingCode; values: FindingValues }

export type FindingValues = Record<string, string | number>

export type FindingCode =
  | 'shop-answers'
  | 'address-plain'
  | 'key-in-query'
  | `by-${Transport}`
  | 'right-missing'
  | 'rights-complete'
  | 'rights-too-many'
  | 'rights-wider'
  | 'stock-writable'
  | 'version-unseen'
  | 'version-known'
  | 'version-old'
  | 'languages-known'
  | 'language-absent'
  | 'clock-right'
  | 'clock-apart'
  | 'page-quick'
  | 'page-slow'
  | 'host-notices'
  | 'picture-kind'
  | 'picture-kind-absent'

/** Optional resources: a right to read them gives more than the catalogue. */
const USEFUL_RESOURCES = [
  'taxes',
  'tax_rules',
  'combinations',
  'product_options',
  'product_option_values',
  'stock_availables',
  'specific_prices',
  'configurations',
  'orders',
] as const

const WRITES: readonly string[] = ['put', 'post', 'patch', 'delete']
/** The only resource a till may have to write, when the owner turns that on (stock). */
const MAY_BE_WRITTEN = 'stock_availables'
/** Tolerated difference of the clocks: harmless for the time on receipts and for delta syncs. */
const LARGEST_CLOCK_SECONDS = 120
const SLOW_MS_A_HUNDRED = 5_000
/** Earlier versions were never tested with this till. */
const OLDEST_VERSION = [1, 6] as const

const fact = (
  level: 'good' | 'advice' | 'blocking',
  code: FindingCode,
  values: FindingValues = {},
): Finding => ({ level, code, values })

/** Findings about https, and about where the key is sent. */
export function findingsOfAddress(address: string, keyPlace: 'header' | 'query'): Finding[] {
  const { protocol, host } = new URL(address)
  return [
    fact('good', 'shop-answers', { host }),
    ...(protocol === 'http:' ? [fact('advice', 'address-plain', { host })] : []),
    ...(keyPlace === 'query' ? [fact('advice', 'key-in-query', { host })] : []),
  ]
}

/** The transport by which the till reaches the shop. */
export function findingOfTransport(transport: Transport): Finding {
  return fact('good', `by-${transport}`)
}

/** Findings about rights the key lacks, and about write rights it does not need. */
export function findingsOfRights(
  methodsByResource: Readonly<Record<string, readonly string[]>>,
  missingRights: readonly NeededResource[],
): Finding[] {
  const writable = Object.entries(methodsByResource)
    .filter(([resource]) => resource !== MAY_BE_WRITTEN)
    .filter(([, methods]) => methods.some(method => WRITES.includes(method)))
    .map(([resource]) => resource)
  const wider = USEFUL_RESOURCES.filter(resource => methodsByResource[resource]?.includes('get'))
  const stock = methodsByResource[MAY_BE_WRITTEN] ?? []
  const mayWriteStock = stock.includes('get') && ['patch', 'put'].some(one => stock.includes(one))
  return [
    ...missingRights.map(resource => fact('blocking', 'right-missing', { resource })),
    ...(missingRights.length === 0 ? [fact('good', 'rights-complete')] : []),
    ...(writable.length > 0
      ? [fact('advice', 'rights-too-many', { resources: writable.join(', ') })]
      : []),
    ...(mayWriteStock ? [fact('good', 'stock-writable')] : []),
    ...(wider.length > 0 ? [fact('good', 'rights-wider', { resources: wider.join(', ') })] : []),
  ]
}

/** Finding about PrestaShop's version; null when it is hidden from pages of another origin. */
export function findingOfVersion(version: string | null): Finding {
  if (version === null) return fact('good', 'version-unseen')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld =
    major < OLDEST_VERSION[0] || (major === OLDEST_VERSION[0] && minor < OLDEST_VERSION[1])
  return fact(isOld ? 'advice' : 'good', isOld ? 'version-old' : 'version-known', { version })
}

/** Whether the shop has one of the till's languages; `wanted` is in order of preference. */
export function findingOfLanguages(
  languages: readonly ShopLanguage[],
  wanted: readonly string[],
): Finding {
  const active = languages.filter(language => language.isActive)
  const names = active.map(language => language.isoCode).join(', ')
  const isSpoken = active.some(language => wanted.includes(language.isoCode))
  return isSpoken
    ? fact('good', 'languages-known', { languages: names })
    : fact('advice', 'language-absent', { languages: names, wanted: wanted.join(', ') })
}

/** Difference between the shop's clock and the device's, both in seconds since 1970. */
export function findingOfClock(shopSeconds: number, deviceSeconds: number): Finding {
  const seconds = Math.abs(Math.round(shopSeconds - deviceSeconds))
  const isApart = seconds > LARGEST_CLOCK_SECONDS
  return fact(isApart ? 'advice' : 'good', isApart ? 'clock-apart' : 'clock-right', { seconds })
}

/** Time for one page of at most 100 articles with computed prices. */
export function findingOfPage(articles: number, elapsedMs: number): Finding {
  const values = { articles, milliseconds: Math.round(elapsedMs) }
  const isSlow = elapsedMs > SLOW_MS_A_HUNDRED
  return fact(isSlow ? 'advice' : 'good', isSlow ? 'page-slow' : 'page-quick', values)
}

/** What the host's PHP prints around its answers; nothing when it prints none. */
export function findingsOfNotice(notice: string | null): Finding[] {
  return notice === null ? [] : [fact('advice', 'host-notices', { notice })]
}

/** The picture size used for tiles. Without one, the till loads the originals, which are heavy. */
export function findingOfPictures(kind: string | undefined): Finding {
  return kind === undefined
    ? fact('advice', 'picture-kind-absent')
    : fact('good', 'picture-kind', { kind })
}

/** Whether a finding keeps the till from reading the catalogue. */
export function isBlocked(findings: readonly Finding[]): boolean {
  return findings.some(finding => finding.level === 'blocking')
}
