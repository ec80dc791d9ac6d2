import type { ShopClient } from './client'
import { decodeList } from './decode/list'
import type { Query } from './request'
import type { ShopTables } from './readTables'
import type { GenericSchema } from 'valibot'
import { fail, ok, type Result, type ShopError } from '@/core/errors'
import type { UnreadableRow } from '@/core/catalogue/shopRows'

/** Most rows in one answer, and most values in one filter. */
export const ORDERS_A_PAGE = 100

/** Rows of one answer. */
export interface OrderPage<Row> {
  rows: Row[]
  /** Number of rows, readable or not; fewer than requested on the last page. */
  length: number
  /** Highest id, readable or not. */
  lastId: number
}

const OLD_VOUCHERS = 'order_discounts'

export type OrderPages = ReturnType<typeof orderPages>

/** Reads order resources in pages; undefined for a resource that the key may not read. */
export function orderPages(client: ShopClient, rights: ShopTables['rights']) {
  const unreadable: UnreadableRow[] = []
  const { nameHere, may } = namesFor(rights)

  async function page<Row>(
    resource: string,
    row: GenericSchema<unknown, Row>,
    query: Query,
    offset = 0,
  ): Promise<Result<OrderPage<Row>, ShopError>> {
    const body = await client.getJson(nameHere(resource), {
      display: 'full',
      sort: '[id_ASC]',
      limit: `${offset},${ORDERS_A_PAGE}`,
      ...query,
    })
    if (!body.ok) return body
    const read = decodeList(body.value, listName(resource), row, client.host)
    if (!read.ok) return read
    const { rows, length, lastId } = read.value
    if (length > ORDERS_A_PAGE) return tooMany(client.host, `${length} rows for ${ORDERS_A_PAGE}`)
    unreadable.push(...read.value.unreadable)
    return ok({ rows, length, lastId })
  }

  /** All rows of a resource, page after page. */
  async function all<Row>(
    resource: string,
    row: GenericSchema<unknown, Row>,
    query: Query,
  ): Promise<Result<Row[] | undefined, ShopError>> {
    if (!may(resource)) return ok(undefined)
    const rows: Row[] = []
    let before = 0
    for (let offset = 0; ; offset += ORDERS_A_PAGE) {
      const read = await page(resource, row, query, offset)
      if (!read.ok) return read
      rows.push(...read.value.rows)
      // Pages come in the order of ids: one that ends no further is the same again.
      if (offset > 0 && read.value.length > 0 && read.value.lastId <= before) {
        return tooMany(client.host, `${resource} again from ${offset}`)
      }
      before = read.value.lastId
      if (read.value.length < ORDERS_A_PAGE) return ok(rows)
    }
  }

  /**
   * All rows whose field has one of the values. Read in slices, because the length of an address is
   * limited.
   */
  async function having<Row>(
    resource: string,
    row: GenericSchema<unknown, Row>,
    field: string,
    values: readonly (string | number)[],
    query: Query = {},
  ): Promise<Result<Row[] | undefined, ShopError>> {
    if (!may(resource)) return ok(undefined)
    const rows: Row[] = []
    for (const some of slicesOf([...new Set(values)])) {
      const read = await all(resource, row, { ...query, [`filter[${field}]`]: `[${some}]` })
      if (!read.ok) return read
      rows.push(...(read.value ?? []))
    }
    return ok(rows)
  }

  /** Rows that could not be read since the last call. */
  const takeUnreadable = (): UnreadableRow[] => unreadable.splice(0)

  return {
    tooMany: (detail: string) => tooMany(client.host, detail),
    may,
    page,
    all,
    having,
    takeUnreadable,
  }
}

/** The shop sends other rows than the page that was asked for; its pages would never end. */
const tooMany = (host: string, detail: string) =>
  fail({ code: 'shop-answer-too-large' as const, host, detail })

/** PrestaShop: the list of `order_slip` is called `order_slips` (recording order_slip-B-json). */
const listName = (resource: string) => (resource === 'order_slip' ? 'order_slips' : resource)

/** The names of resources in this shop, and which of them the key may read. */
function namesFor(rights: ShopTables['rights']) {
  const mayRead = (resource: string) => rights[resource]?.includes('get') ?? false
  /** PrestaShop 1.6 calls the vouchers of orders `order_discounts` (order-discounts-full-json). */
  const nameHere = (resource: string) =>
    resource === 'order_cart_rules' && !mayRead(resource) && mayRead(OLD_VOUCHERS)
      ? OLD_VOUCHERS
      : resource
  return { nameHere, may: (resource: string) => mayRead(nameHere(resource)) }
}

/** Values for one filter each, separated as PrestaShop's filters are. */
function slicesOf(values: readonly (string | number)[]): string[] {
  const count = Math.ceil(values.length / ORDERS_A_PAGE)
  return Array.from({ length: count }, (_none, index) =>
    values.slice(index * ORDERS_A_PAGE, (index + 1) * ORDERS_A_PAGE).join('|'),
  )
}
