import { AT_ONCE } from './client'
import type { DecodedList } from './decode/list'
import { PageSize, type PageBounds } from './pageSize'
import { ok, type Result, type ShopError } from '@/core/errors'

/** Up to this number of rows, the rest is not split evenly between the parallel requests. */
const WORTH_SHARING = 500

/** Reads the rows of a slice of ids. */
export type ReadSlice<Row> = (
  ids: readonly number[],
) => Promise<Result<DecodedList<Row>, ShopError>>

export interface ByIdsOptions {
  /** Largest slice, when addresses must stay short. */
  idsAtOnce?: number
  /** Pages of rows that cost the shop less than whole products may be larger. */
  bounds?: PageBounds
  onRead?: (done: number) => void
}

/**
 * Reads the rows of the given ids (ascending), in pages that adapt to the shop, `AT_ONCE` at a
 * time. Because the ids are known, rows created or deleted meanwhile shift no page.
 */
export async function readByIds<Row>(
  ids: readonly number[],
  readSlice: ReadSlice<Row>,
  { idsAtOnce = Infinity, bounds, onRead = () => undefined }: ByIdsOptions = {},
): Promise<Result<DecodedList<Row>, ShopError>> {
  const all: DecodedList<Row> = { rows: [], unreadable: [], lastId: ids.at(-1) ?? 0, length: 0 }
  const pageSize = new PageSize(bounds)
  let next = 0
  let done = 0
  let failure: ShopError | undefined
  let share: number | undefined
  const again: (readonly number[])[] = []

  const take = () => {
    const left = ids.length - next
    const most = Math.min(pageSize.current, idsAtOnce)
    // The last rows are split evenly, so that no request waits for one twice as long.
    if (left > WORTH_SHARING && left < most * AT_ONCE) share ??= Math.ceil(left / AT_ONCE)
    const size = Math.min(most, share ?? most)
    const refused = again.shift()
    if (refused) {
      if (refused.length > size) again.unshift(refused.slice(size))
      return refused.slice(0, size)
    }
    const slice = ids.slice(next, next + size)
    next += slice.length
    return slice
  }

  const readOn = async () => {
    for (let slice = take(); slice.length > 0 && !failure; slice = take()) {
      const startedAt = performance.now()
      const page = await readSlice(slice)
      if (page.ok) {
        pageSize.answered(slice.length, performance.now() - startedAt)
        all.rows.push(...page.value.rows)
        all.unreadable.push(...page.value.unreadable)
        all.length += page.value.length
        done += slice.length
        onRead(done)
      } else if (pageSize.refused(slice.length, page.error)) again.push(slice)
      else failure = page.error
    }
  }

  onRead(0)
  await Promise.all(Array.from({ length: AT_ONCE }, readOn))
  return failure ? { ok: false, error: failure } : ok(all)
}

/** PrestaShop: a filter with a comma is an interval, both ends included. */
export const betweenIds = (ids: readonly number[]) => `[${ids[0]},${ids.at(-1)}]`

/** PrestaShop: a filter with bars lists ids; deleted ids are left out of the answer. */
export const theseIds = (ids: readonly number[]) => `[${ids.join('|')}]`
