import type { ShopClient } from '@/prestashop/client'
import { decodeList } from '@/prestashop/decode/list'
import { PRICE_FIELDS, priceRow, SHOWN_PRICE, type PriceRow } from '@/prestashop/decode/products'
import { betweenIds, readByIds, theseIds } from '@/prestashop/readByIds'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { UnreadableRow } from '@/core/catalogue/shopRows'

/** A price costs a shop about 0.5 ms: pages are larger than pages of whole rows. */
const PAGES = { first: 2_000, largest: 3_500 }
const IDS_IN_AN_ADDRESS = 500

export interface PricesOptions {
  /** Products to read before the others, all in one page. */
  first: readonly number[]
  /** The ids are (nearly) all products of the shop, not only some. */
  isWhole: boolean
  onRow: (row: PriceRow) => void
  onRead: (done: number) => void
}

/**
 * Reads what products cost now, and nothing else of them: one computed price each. `ids` are
 * ascending. Rows are handed over as they come, also before an error. Answers with the rows that
 * could not be read.
 */
export async function readPrices(
  client: ShopClient,
  ids: readonly number[],
  { first, isWhole, onRow, onRead }: PricesOptions,
): Promise<Result<UnreadableRow[], ShopError>> {
  const readSlice = (filterOf: typeof theseIds) => async (slice: readonly number[]) => {
    const body = await client.getJson('products', {
      display: `[${PRICE_FIELDS}]`,
      'filter[id]': filterOf(slice),
      sort: '[id_ASC]',
      ...SHOWN_PRICE,
    })
    const list = body.ok ? decodeList(body.value, 'products', priceRow, client.host, slice) : body
    if (list.ok) list.value.rows.forEach(onRow)
    return list
  }
  const wanted = new Set(ids)
  const early = first.filter(id => wanted.has(id)).slice(0, IDS_IN_AN_ADDRESS)
  const before = await readByIds(early, readSlice(theseIds), {
    idsAtOnce: IDS_IN_AN_ADDRESS,
    onRead,
  })
  if (!before.ok) return before
  const rest = isWhole ? ids : ids.filter(id => !early.includes(id))
  const after = await readByIds(
    rest,
    readSlice(isWhole ? betweenIds : theseIds),
    isWhole ? { bounds: PAGES, onRead } : { idsAtOnce: IDS_IN_AN_ADDRESS, onRead },
  )
  return after.ok ? ok([...before.value.unreadable, ...after.value.unreadable]) : after
}
