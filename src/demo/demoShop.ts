import type { DemoArticle } from './catalogue/articles'
import { orderTables } from './catalogue/orders'
import { catalogueTables, FRANCE } from './catalogue/tables'
import type { Method, Picture, PictureOwner, WebserviceKey } from './webservice/shopData'
import { createShopServer, type ShopServer } from './webservice/shopServer'

/** Keys of the demo shop, public on purpose: they give access to invented articles only. */
export const DEMO_KEYS = {
  /** The five rights a till needs, and no other. */
  minimal: 'COMPTOIRDEMOMINIMALKEY0000000001',
  /** The five rights, and the resources from which online sales are recorded. */
  orders: 'COMPTOIRDEMOORDERSKEY00000000004',
  /** The same, and what names combinations: the key of the demo. */
  wide: 'COMPTOIRDEMOWIDEKEY0000000000005',
  /** Every resource, to read. */
  full: 'COMPTOIRDEMOFULLREADKEY000000002',
  /** Every resource to read, and stock to write. */
  stock: 'COMPTOIRDEMOSTOCKWRITEKEY0000003',
} as const

export interface DemoShopOptions {
  /** Path of the shop's pages on its server, without a trailing slash: `/demo`. */
  basePath?: string
  /** Address people reach it at. */
  publicAddress?: string
  picture?: (of: PictureOwner, kind: string | null) => Picture | undefined
  articles?: readonly DemoArticle[]
  /** The shop's own clock, `2026-11-24 03:25:50`; the device's by default. */
  shopTime?: () => string
}

/** L'Atelier Colibri: the demo shop that comes with the till, also the simulator of its tests. */
export function createDemoShop(options: DemoShopOptions = {}): ShopServer {
  const tables = { ...catalogueTables(options.articles), ...orderTables() }
  return createShopServer({
    data: {
      version: '8.2.1',
      php: 8.2,
      shopName: 'L’Atelier Colibri',
      tables,
      pictureKinds: {
        products: [
          { id: 1, name: 'cart_default' },
          { id: 4, name: 'home_default' },
          { id: 5, name: 'large_default' },
          { id: 3, name: 'medium_default' },
          { id: 2, name: 'small_default' },
        ],
        categories: [{ id: 6, name: 'category_default' }],
      },
      picture: options.picture ?? (() => undefined),
      countryId: FRANCE,
      usesEcotax: true,
      roundingMode: 2,
    },
    keys: demoKeys(Object.keys(tables)),
    ...(options.shopTime ? { shopTime: options.shopTime } : {}),
    basePath: options.basePath ?? '',
    publicAddress: options.publicAddress ?? 'http://demo.example',
  })
}

function demoKeys(resources: readonly string[]): WebserviceKey[] {
  const rights = (names: readonly string[], methods: Method[]) =>
    Object.fromEntries(names.map(name => [name, methods]))
  const minimal = ['categories', 'images', 'languages', 'products', 'tax_rule_groups']
  const orders = [
    'orders',
    'order_details',
    'order_states',
    'order_slip',
    'order_cart_rules',
    'order_payments',
    'taxes',
    'carriers',
    'customers',
    'addresses',
    'customizations',
    'product_customization_fields',
  ]
  const naming = ['combinations', 'product_options', 'product_option_values']
  const all = rights([...resources, 'images'], ['get', 'head'])
  const key = (name: keyof typeof DEMO_KEYS, granted: WebserviceKey['rights']) => ({
    name,
    key: DEMO_KEYS[name],
    isActive: true,
    rights: granted,
  })
  return [
    key('minimal', rights(minimal, ['get'])),
    key('orders', rights([...minimal, ...orders], ['get'])),
    key('wide', rights([...minimal, ...orders, ...naming], ['get'])),
    key('full', all),
    key('stock', { ...all, stock_availables: ['get', 'head', 'put', 'patch'] }),
  ]
}
