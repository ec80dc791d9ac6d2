import * as v from 'valibot'
import { MOST_ROWS } from '@/prestashop/answerBounds'
import { fail, ok, type Result, type ShopError } from '@/core/errors'
import type { UnreadableRow } from '@/core/catalogue/shopRows'

export interface DecodedList<Row> {
  rows: Row[]
  unreadable: UnreadableRow[]
  /** Highest id of the page, readable or not: the next page begins after it. */
  lastId: number
  length: number
}

/** A value made of a list, and the rows that could not be read. */
export interface Read<T> {
  value: T
  unreadable: UnreadableRow[]
}

/** Not a number when the id of the row cannot be read. */
function idOf(raw: unknown): number {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined
  return typeof id === 'number' || typeof id === 'string' ? Number(id) : NaN
}

/**
 * Decodes the rows of a JSON list. A row that cannot be decoded is reported in `unreadable`, never
 * guessed; an answer that is not a list is an error. PrestaShop: an empty list is `[]`, not
 * `{"products":[]}`. `ids` are those that were asked for, or the bounds of their interval: a shop that
 * ignores them would send all it has with every page.
 */
export function decodeList<Row>(
  body: unknown,
  resource: string,
  row: v.GenericSchema<unknown, Row>,
  host: string,
  ids?: readonly number[],
): Result<DecodedList<Row>, ShopError> {
  const found = rowsOf(body, resource)
  if (!found) {
    const detail = `no list of ${resource} in the answer`
    return fail({ code: 'shop-answer-unreadable', host, resource, detail })
  }

  if (found.length > MOST_ROWS) {
    const detail = `${found.length} rows of ${resource}`
    return fail({ code: 'shop-answer-too-large', host, detail })
  }

  const list: DecodedList<Row> = { rows: [], unreadable: [], lastId: 0, length: found.length }
  for (const raw of found) {
    const id = idOf(raw)
    if (id > list.lastId) list.lastId = id

    const decoded = v.safeParse(row, raw)
    if (decoded.success) list.rows.push(decoded.output)
    else {
      const detail = v.flatten(decoded.issues).nested ?? { row: decoded.issues[0].message }
      list.unreadable.push({
        resource,
        id: Number.isSafeInteger(id) ? id : null,
        detail: JSON.stringify(detail).slice(0, 300),
      })
    }
  }
  if (ids && isBeyond(list, ids)) {
    const detail = `${list.length} rows of ${resource} for ${ids.length} ids`
    return fail({ code: 'shop-answer-too-large', host, detail })
  }
  return ok(list)
}

/** Whether a page holds more rows, or later ids, than its interval has. */
function isBeyond({ length, lastId }: DecodedList<unknown>, ids: readonly number[]): boolean {
  const [first, last] = [Math.min(...ids), Math.max(...ids)]
  return lastId > last || length > last - first + 1
}

function rowsOf(body: unknown, resource: string): unknown[] | undefined {
  if (Array.isArray(body)) return body.length === 0 ? [] : undefined
  if (body === null || typeof body !== 'object') return undefined
  const rows = (body as Record<string, unknown>)[resource]
  return Array.isArray(rows) ? rows : undefined
}
