/** A text that a shop keeps in several languages, as its JSON shows it. */
export type LocalText = { id: string | number; value: string | null }[]
export type Value = string | number | boolean | null | LocalText

/** What a record is tied to: `categories`, `images`, `order_rows`… */
export type Association = Record<string, string | number>[]

/** One record, in the shape the webservice shows it with `display=full`. */
export interface Row {
  id: number
  fields: Record<string, Value>
  associations: Record<string, Association>
  /**
   * Values of the base table where they differ from the shop's own, in multistore: filters
   * look at these (active-differs-in-shop-json).
   */
  base?: Record<string, Value>
}

export interface Picture {
  bytes: Uint8Array
  type: string
}

/** Everything a simulated shop holds. Types of values are those its version sends. */
export interface ShopData {
  version: string
  shopName: string
  /** Rows by resource, in the database's order: the one lists come in without a sort. */
  tables: Record<string, Row[]>
  /** Sizes of pictures, by what they show; the theme names them. */
  pictureKinds: { products: PictureKind[]; categories: PictureKind[] }
  /** Bytes of a picture: of a product or a category, in a size or as uploaded. */
  picture: (of: PictureOwner, kind: string | null) => Picture | undefined
  /** Country the shop bills in, and whether its prices hold ecotax. */
  countryId: number
  usesEcotax: boolean
  /** PrestaShop: the rounding mode is also, by accident, the decimals of a computed price. */
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

/** A key and what it may do, by resource. */
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
  return data.tables[resource] ?? []
}

export function findRow(data: ShopData, resource: string, id: number): Row | undefined {
  return rowsOf(data, resource).find(row => row.id === id)
}

/** The ids of the languages switched on, in the shop's order. */
export function activeLanguageIds(data: ShopData): number[] {
  return rowsOf(data, 'languages')
    .filter(row => String(row.fields.active) === '1')
    .map(row => row.id)
}
