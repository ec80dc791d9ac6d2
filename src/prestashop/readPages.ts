import type { DecodedList } from './decode/list'
import { ok, type Result, type ShopError } from '@/core/errors'

const FIRST_PAGE = 100
const LARGEST_PAGE = 500
const SMALLEST_PAGE = 10

/** Codes after which a smaller page may succeed: too slow, out of memory, cut. */
const TOO_MUCH: readonly ShopError['code'][] = [
  'shop-timeout',
  'shop-failing',
  'shop-unreachable',
  'shop-answer-unreadable',
]

/**
 * A whole table, by pages that grow while the shop answers well and shrink when it does
 * not. A page begins after the last id of the one before: what is created or deleted
 * meanwhile shifts nothing (products-filter-id-greater-json). `onPage` is told how many
 * rows were read before each page.
 */
export async function readPages<Row>(
  readPage: (afterId: number, pageSize: number) => Promise<Result<DecodedList<Row>, ShopError>>,
  onPage: (done: number) => void = () => undefined,
): Promise<Result<DecodedList<Row>, ShopError>> {
  const all: DecodedList<Row> = { rows: [], unreadable: [], lastId: 0, length: 0 }
  let pageSize = FIRST_PAGE
  for (;;) {
    onPage(all.length)
    const page = await readPage(all.lastId, pageSize)
    if (!page.ok) {
      if (pageSize === SMALLEST_PAGE || !TOO_MUCH.includes(page.error.code)) return page
      pageSize = Math.max(SMALLEST_PAGE, Math.floor(pageSize / 4))
      continue
    }
    all.rows.push(...page.value.rows)
    all.unreadable.push(...page.value.unreadable)
    all.length += page.value.length
    if (page.value.length < pageSize || page.value.lastId <= all.lastId) return ok(all)
    all.lastId = page.value.lastId
    pageSize = Math.min(LARGEST_PAGE, pageSize * 2)
  }
}
