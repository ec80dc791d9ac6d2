import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type {
  Association,
  Method,
  Row,
  ShopData,
  Value,
  WebserviceKey,
} from '@/demo/webservice/shopData'
import { parseShopJson } from '@/prestashop/decode/shopJson'
import { createShopServer, type ShopServer } from '@/demo/webservice/shopServer'

export type RecordedVersion = 'ps-1.6.1.24' | 'ps-1.7.8.11' | 'ps-8.2.1' | 'ps-9.1.4'
/** The same catalogue with the same ids, on PHP 8. */
export const RECORDED_VERSIONS: readonly RecordedVersion[] = ['ps-8.2.1', 'ps-9.1.4']
/** On PHP 7; 1.6 has a demo catalogue of its own, hence other ids. */
export const OLD_VERSIONS: readonly RecordedVersion[] = ['ps-1.6.1.24', 'ps-1.7.8.11']

const SERVERS: Record<RecordedVersion, Pick<ShopData, 'php'> & { port: number; at: string }> = {
  'ps-1.6.1.24': { php: 7.1, port: 8086, at: '2026-11-28 20:50:00' },
  'ps-1.7.8.11': { php: 7.4, port: 8087, at: '2026-11-28 20:50:00' },
  'ps-8.2.1': { php: 8.2, port: 8082, at: '2026-11-24 04:07:00' },
  'ps-9.1.4': { php: 8.2, port: 8090, at: '2026-11-24 04:07:00' },
}

export const RECORDED_KEYS = {
  minimal: 'MINIMALKEYMINIMALKEYMINIMALKEY12',
  full: 'FULLREADKEYFULLREADKEYFULLREAD12',
  disabled: 'DISABLEDKEYDISABLEDKEYDISABLED12',
  productsOnly: 'PRODUCTSONLYPRODUCTSONLYPRODUC12',
} as const

const TABLES: [resource: string, file: string][] = [
  ['products', 'products-full-all-json'],
  ['categories', 'categories-full-json'],
  ['tax_rule_groups', 'tax_rule_groups-full-json'],
  ['languages', 'languages-full-json'],
  ...[
    'taxes',
    'tax_rules',
    'combinations',
    'product_options',
    'product_option_values',
    'specific_prices',
    'stock_availables',
    'order_details',
    'order_carriers',
    'order_payments',
    'order_invoices',
    'order_histories',
    'order_slip',
    'order_cart_rules',
    'order_states',
    'carriers',
    'currencies',
    'shops',
    'image_types',
    'configurations',
  ].map((resource): [string, string] => [resource, `${resource}-B-json`]),
  ['orders', 'orders-full-json'],
]

/** PrestaShop 1.6 has the vouchers of orders under another name. */
function tablesOf(version: RecordedVersion): typeof TABLES {
  if (version !== 'ps-1.6.1.24') return TABLES
  return TABLES.map(([resource, file]) =>
    resource === 'order_cart_rules'
      ? ['order_discounts', 'order-discounts-full-json']
      : [resource, file],
  )
}

/** A simulated PrestaShop with the catalogue that was recorded from a real one. */
export function recordedShop(
  version: RecordedVersion,
  over: Partial<ShopData> = {},
  /** Rights that the full key lacks. */
  missing: readonly string[] = [],
): ShopServer {
  return createShopServer({
    data: { ...recordedData(version), ...over },
    keys: recordedKeys(version, missing),
    publicAddress: `http://127.0.0.1:${SERVERS[version].port}`,
    shopTime: () => SERVERS[version].at,
  })
}

function recordedData(version: RecordedVersion): ShopData {
  const tables = Object.fromEntries(
    tablesOf(version).map(([resource, file]) => [resource, rowsOfFile(version, resource, file)]),
  )
  // The database's own order (products-ids-unsorted-json).
  const products = tables.products ?? []
  const isFirst = (row: Row) => (version === 'ps-9.1.4' ? row.id === 27 : row.id >= 20)
  tables.products = [...products.filter(isFirst), ...products.filter(row => !isFirst(row))]
  // Recorded 60 at a time; the rows of one more article were recorded apart.
  tables.stock_availables?.push(...rowsOfFile(version, 'stock_availables', 'stock-of-product-json'))
  // People were not recorded: their fields are the ones of PrestaShop's classes.
  tables.customers = [2, 3, 4].map(id => ({
    id,
    fields: { firstname: 'Ada', lastname: `Nom ${id}`, email: 'ada@shop.example' },
    associations: {},
  }))
  tables.addresses = [5, 7, 8].map(id => ({
    id,
    fields: {
      company: id === 8 ? 'Société 8' : '',
      vat_number: id === 8 ? 'FR83404833048' : '',
      address1: '1 rue Haute',
      address2: '',
      postcode: '69001',
      city: 'Lyon',
    },
    associations: {},
  }))
  // Only the rules for France were recorded; Belgian prices reveal the rule of the first group.
  tables.tax_rules?.push({
    id: 9999,
    fields: { id_tax_rules_group: '1', id_country: '3', id_state: '0', id_tax: '1' },
    associations: {},
  })
  return {
    version: version.slice(3),
    php: SERVERS[version].php,
    shopName: 'Boutique Rig',
    tables,
    pictureKinds: {
      products: [
        { id: 1, name: 'cart_default' },
        { id: 4, name: 'home_default' },
        { id: 5, name: 'large_default' },
        { id: 3, name: 'medium_default' },
        { id: 2, name: 'small_default' },
      ],
      categories: [
        { id: 6, name: 'category_default' },
        { id: 2, name: 'small_default' },
      ],
    },
    picture: ({ resource, ownerId, pictureId }) =>
      resource === 'categories' && ![3, 4, 5, 6, 7, 8, 9].includes(ownerId)
        ? undefined
        : pictureId === 99_999
          ? undefined
          : { bytes: new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), type: 'image/jpeg' },
    countryId: 8,
    usesEcotax: true,
    roundingMode: 2,
  }
}

function rowsOfFile(version: RecordedVersion, resource: string, file: string): Row[] {
  const path = fileURLToPath(new URL(`recordings/${version}/${file}.json`, import.meta.url))
  const body = parseShopJson(readFileSync(path, 'utf8')) as Record<string, RecordedRow[]>
  const name = resource === 'order_discounts' ? 'order_cart_rules' : resource
  return (body[name] ?? body[`${name}s`] ?? []).map(
    ({ id, associations = {}, ...fields }, index) => ({
      id: id ?? index + 1,
      fields,
      associations,
    }),
  )
}

type RecordedRow = { id?: number; associations?: Record<string, Association> } & Record<
  string,
  Value
>

function recordedKeys(version: RecordedVersion, missing: readonly string[]): WebserviceKey[] {
  const get = (resources: readonly string[], methods: Method[] = ['get']) =>
    Object.fromEntries(resources.map(resource => [resource, methods]))
  const minimal = ['categories', 'images', 'languages', 'products', 'tax_rule_groups']
  const people = ['customers', 'addresses', 'customizations']
  const all = [
    ...tablesOf(version).map(([resource]) => resource),
    ...people,
    'images',
    'specific_price_rules',
  ]
  const full = {
    ...get(
      all.filter(resource => !missing.includes(resource)),
      ['get', 'head'],
    ),
    stock_availables: ['get', 'head', 'put', 'patch'] as Method[],
  }
  const key = (name: string, value: string, rights: WebserviceKey['rights'], isActive = true) => ({
    name,
    key: value,
    isActive,
    rights,
  })
  return [
    key('A', RECORDED_KEYS.minimal, get(minimal)),
    key('B', RECORDED_KEYS.full, full),
    key('disabled', RECORDED_KEYS.disabled, get(minimal), false),
    key('productsOnly', RECORDED_KEYS.productsOnly, get(['products'])),
  ]
}
