/** A text that a shop stores in several languages, as its JSON shows it. */
export type LocalText = { id: string | number; value: string | null }[]
export type Value = string | number | boolean | null | LocalText

/** Records linked to a record: `categories`, `images`, `order_rows`… */
export type Association = Record<string, string | number>[]

/** One record, in the shape the webservice shows it with `display=full`. */
export interface Row {
  id: number
  fields: Record<string, Value>
  associations: Record<string, Association>
  /**
   * Values of the base table where they differ from the shop's own, in multistore: filters use the
   * base values (active-differs-in-shop-json).
   */
  base?: Record<string, Value>
}

export interface Picture {
  bytes: Uint8Array
  type: string
}

/** Everything a simulated shop holds. Values have the types that its version sends. */
export interface ShopData {
  version: string
  /** PHP of its host: what PHP says beside an answer, and which associations come, depend on it. */
  php: 7.1 | 7.4 | 8.2
  shopName: string
  /** Rows by resource, in the database's order: the order of lists without a sort. */
  tables: Record<string, Row[]>
  /** Sizes of pictures, for products and for categories; the theme names them. */
  pictureKinds: { products: PictureKind[]; categories: PictureKind[] }
  /** Bytes of a picture: of a product or a category, in a size or as uploaded. */
  picture: (of: PictureOwner, kind: string | null) => Picture | undefined
  /** Country the shop bills in, and whether its prices include ecotax. */
  countryId: number
  usesEcotax: boolean
  /**
   * PrestaShop: the rounding mode is also, by accident, the number of decimals of a computed price.
   */
  roundingMode: number
}

export interface PictureKind {
  id: number
  name: string
}

export interface PictureOwner {
  resource: 'products' | 'categories'
  ownerId: number
  pictureId: number
}

export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete' | 'head'

/** A key and its rights, by resource. */
export interface WebserviceKey {
  name: string
  key: string
  isActive: boolean
  rights: Record<string, Method[]>
}

export function isLocalText(value: Value | undefined): value is LocalText {
  return Array.isArray(value)
}

export function rowsOf(data: ShopData, resource: string): Row[] {
  // PrestaShop 1.6 has the vouchers of orders under another name.
  const table = resource in data.tables ? resource : resource.replace(...IN_1_6)
  return data.tables[table] ?? []
}

const IN_1_6: [old: string, now: string] = ['order_discounts', 'order_cart_rules']

/** The rights of a key by the names its shop's version has for resources. */
export function rightsIn(
  version: string,
  rights: WebserviceKey['rights'],
): WebserviceKey['rights'] {
  if (!version.startsWith('1.6')) return rights
  const [old, now] = IN_1_6
  return Object.fromEntries(
    Object.entries(rights).map(([name, methods]) => [name === now ? old : name, methods]),
  )
}

export function findRow(data: ShopData, resource: string, id: number): Row | undefined {
  return rowsOf(data, resource).find(row => row.id === id)
}

/** Ids of the active languages, in the shop's order. */
export function activeLanguageIds(data: ShopData): number[] {
  return rowsOf(data, 'languages')
    .filter(row => String(row.fields.active) === '1')
    .map(row => row.id)
}
