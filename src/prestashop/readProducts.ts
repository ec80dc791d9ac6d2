import type { ShopClient } from './client'
import type { Query } from './request'
import { decodeList, type DecodedList } from './decode/list'
import { PRODUCT_FIELDS, productRow, SHOWN_PRICE } from './decode/products'
import { betweenIds, readByIds, theseIds } from './readByIds'
import type { Result, ShopError } from '@/core/errors'
import type { ShopProduct } from '@/core/catalogue/shopRows'

const IDS_IN_AN_ADDRESS = 500
/** A shop that was read before begins with as many rows as an address can name. */
const KNOWN_SHOP = { first: IDS_IN_AN_ADDRESS, largest: 1_000 }

export interface ProductsOptions {
  languageId: number
  /** All products of the shop are read, not only some. */
  isWhole: boolean
  onRead: (done: number) => void
}

/** Products of the given ids with their computed price, in pages. */
export function readProducts(
  client: ShopClient,
  ids: readonly number[],
  { languageId, isWhole, onRead }: ProductsOptions,
): Promise<Result<DecodedList<ShopProduct>, ShopError>> {
  const filterOf = isWhole ? betweenIds : theseIds
  return readByIds(
    ids,
    slice => readProductRows(client, languageId, { 'filter[id]': filterOf(slice) }, slice),
    isWhole ? { onRead } : { onRead, idsAtOnce: IDS_IN_AN_ADDRESS, bounds: KNOWN_SHOP },
  )
}

/** The shop's first products, at most `count`, with their computed price. */
export function readFirstProducts(client: ShopClient, languageId: number, count: number) {
  return readProductRows(client, languageId, { limit: count })
}

async function readProductRows(
  client: ShopClient,
  language: number,
  which: Query,
  ids?: readonly number[],
) {
  const body = await client.getJson('products', {
    display: `[${PRODUCT_FIELDS}]`,
    language,
    // PrestaShop: without a sort, rows come in the order of the database.
    sort: '[id_ASC]',
    ...which,
    ...SHOWN_PRICE,
  })
  return body.ok ? decodeList(body.value, 'products', productRow, client.host, ids) : body
}
