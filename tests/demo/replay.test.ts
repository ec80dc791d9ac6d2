import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { RECORDED_VERSIONS, recordedShop, type RecordedVersion } from '../support/recordedShop'
import { findRow, type Picture, type PictureOwner } from '@/demo/webservice/shopData'
import type { ShopServer } from '@/demo/webservice/shopServer'

interface Exchange {
  name: string
  method: string
  path: string
  key: string | null
  auth: 'basic' | 'query' | null
  status: number
  contentType: string | null
  file: string | null
  requestBody: string | null
}

interface Recording {
  keys: Record<string, string>
  exchanges: Exchange[]
}

const folder = fileURLToPath(new URL('../../../shared/prestashop-recordings/', import.meta.url))
const isPresent = existsSync(folder)
const KINDS = ['small', 'cart', 'home', 'medium', 'large']

/**
 * Answers whose content is not simulated value for value: formats of fields (schema), the two texts
 * nobody can write as well-formed XML, the order of an unsorted list, and wording that depends on
 * the PHP version. Their status and type are still compared.
 */
const SHAPE_ONLY = new Set([
  'schema-products-synopsis',
  'schema-products-blank',
  'product-cdata-xml',
  'product-long-xml',
  'products-ids-unsorted-json',
  'product-two-ids-json',
  'stock-patch-json-body',
  'root-B-xml',
  'images-categories-xml',
])

/** The state of the real shop while an exchange was recorded. */
const STATES: Record<string, (shop: ShopServer) => void> = {
  'webservice-off-xml': shop => (shop.state.webserviceOff = true),
  'webservice-off-json': shop => (shop.state.webserviceOff = true),
  'cgi-off-basic': shop => (shop.state.dropsHeader = true),
  'cgi-off-wskey': shop => (shop.state.dropsHeader = true),
  'host-mismatch': shop => (shop.state.onlyHost = 'another.example'),
  'shop-with-one-active-language-json': oneLanguage,
  'shop-with-one-active-language-full-json': oneLanguage,
  'shop-with-one-active-language-xml': oneLanguage,
  'shop-with-one-active-language-languages-json': oneLanguage,
  'language-row-missing-json': withoutEnglish,
  'language-row-missing-lang1-json': withoutEnglish,
  'language-row-missing-xml': withoutEnglish,
  'language-row-missing-lang2-json': withoutEnglish,
  'product-draft-state0-json': shop => set(shop, 24, 'state', 0),
  'active-differs-in-shop-json': differing,
  'tax-group-gone-json': shop => set(shop, 24, 'id_tax_rules_group', 9999),
  'price-alias-round-mode-4-json': shop => (shop.data.roundingMode = 4),
}

describe.skipIf(!isPresent).each(RECORDED_VERSIONS)('%s answers as it was recorded to', version => {
  const recording = isPresent ? readRecording(version) : { keys: {}, exchanges: [] }
  const shop = isPresent ? recordedShop(version) : undefined

  it.each(recording.exchanges.map(exchange => [exchange.name, exchange] as const))(
    '%s',
    async (name, exchange) => {
      const change = STATES[name]
      const asked = change || !shop ? recordedShop(version) : shop
      change?.(asked)
      const fallback = asked.data.picture
      asked.data.picture = (owner, kind) =>
        recordedPicture(version, owner, kind) ?? fallback(owner, kind)
      const response = await asked.handle(requestOf(recording, exchange, version))
      expect(response.status).toBe(exchange.status)
      expect(typeOf(response.headers.get('content-type'))).toBe(typeOf(exchange.contentType))

      const told = exchange.file ? readFileSync(`${folder}${version}/${exchange.file}`) : undefined
      const answered = Buffer.from(await response.arrayBuffer())
      expect(answered.length > 0, 'a body or none').toBe(told !== undefined && told.length > 0)
      if (told && !SHAPE_ONLY.has(name)) expectSame(answered, told, exchange)
    },
  )
})

it.runIf(!isPresent)('needs the recordings beside the project to replay them', context => {
  context.skip('no recordings here: the simulated shop was not compared with a real one')
})

function readRecording(version: RecordedVersion): Recording {
  return JSON.parse(readFileSync(`${folder}${version}/index.json`, 'utf8')) as Recording
}

function requestOf({ keys }: Recording, exchange: Exchange, version: RecordedVersion): Request {
  const { method, key, auth, name, path } = exchange
  const headers = new Headers(recordedHeaders(version, name))
  if (auth === 'basic' && key) headers.set('Authorization', `Basic ${btoa(`${keys[key]}:`)}`)
  return new Request(`http://shop.example${path}`, {
    method,
    headers,
    ...(exchange.requestBody ? { body: exchange.requestBody } : {}),
  })
}

function recordedHeaders(version: RecordedVersion, name: string): Record<string, string> {
  const all = JSON.parse(readFileSync(`${folder}${version}/headers.json`, 'utf8')) as Record<
    string,
    { requestHeaders: Record<string, string> }
  >
  const { Host: _host, 'Content-Length': _length, ...headers } = all[name]?.requestHeaders ?? {}
  return headers
}

function expectSame(answered: Buffer, told: Buffer, { contentType }: Exchange): void {
  if (contentType?.startsWith('application/json')) {
    expect(withoutWarnings(answered.toString())).toEqual(withoutWarnings(told.toString()))
  } else if (contentType?.startsWith('text/xml')) {
    expect(xmlTree(answered.toString())).toEqual(xmlTree(told.toString()))
  } else if (contentType?.startsWith('text/html')) {
    expect(answered.toString()).toBe(told.toString())
  }
}

/** PHP's warnings name files of one installation; only their presence is compared. */
function withoutWarnings(text: string): unknown {
  const body = JSON.parse(text) as { errors?: { code: number; message: string }[] }
  if (!body.errors) return body
  const errors = body.errors.map(error => (error.code === 3 ? { code: 3 } : error))
  return { ...body, errors: errors.sort((a, b) => a.code - b.code) }
}

function xmlTree(text: string): unknown {
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    cdataPropName: '#',
  })
  const withoutHosts = text
    .replaceAll(/https?:\/\/127\.0\.0\.1:\d+/g, '')
    .replaceAll(/(\[PHP Warning #2\])[^\]]*/g, '$1')
  return parser.parse(withoutHosts)
}

const typeOf = (type: string | null) => type?.split(';')[0] ?? null

function oneLanguage(shop: ShopServer): void {
  const english = findRow(shop.data, 'languages', 1)
  if (english) english.fields.active = '0'
}

function withoutEnglish(shop: ShopServer): void {
  const name = findRow(shop.data, 'products', 20)?.fields.name
  if (Array.isArray(name) && name[0]) name[0].value = null
}

function set(shop: ShopServer, productId: number, field: string, value: number): void {
  const product = findRow(shop.data, 'products', productId)
  const isText = shop.data.version.startsWith('8')
  if (product) product.fields[field] = isText ? String(value) : value
}

/** Active in the base table, switched off in this shop: only multistore makes them differ. */
function differing(shop: ShopServer): void {
  const product = findRow(shop.data, 'products', 24)
  if (!product) return
  product.base = { active: '1' }
  product.fields.active = '0'
}

/** The recorded bytes of the one product and the one category whose pictures were recorded. */
function recordedPicture(
  version: RecordedVersion,
  { resource, ownerId }: PictureOwner,
  kind: string | null,
): Picture | undefined {
  const size = kind?.replace('_default', '') ?? 'original'
  const file =
    resource === 'products' && ownerId === 54
      ? 'image-png-source.png'
      : resource === 'products' && ownerId === 20 && (kind === null || KINDS.includes(size))
        ? `image-${kind ?? size}.jpg`
        : undefined
  if (!file) return undefined
  const type = file.endsWith('.png') ? 'image/png' : 'image/jpeg'
  return { bytes: readFileSync(`${folder}${version}/${file}`), type }
}
