import type { ShopError } from '@/core/errors'

/** Rows of the first page, and at most. */
export interface PageBounds {
  first: number
  largest: number
}

/** Whole rows of products cost a shop about 1 ms each, with their associations and price. */
const WHOLE_ROWS: PageBounds = { first: 100, largest: 1_000 }
const SMALLEST = 10
/** After a page quicker than this, the page size is doubled. */
const QUICK_MS = 4_000
/** After a page slower than this, the page size is halved. */
const SLOW_MS = 10_000

/** Errors after which a smaller page may succeed: too slow, out of memory, truncated. */
const TOO_MUCH: readonly ShopError['code'][] = [
  'shop-timeout',
  'shop-failing',
  'shop-unreachable',
  'shop-answer-unreadable',
]

/** Number of rows per request: larger while the shop answers quickly, smaller when it does not. */
export class PageSize {
  current: number
  private largest: number

  constructor({ first, largest }: PageBounds = WHOLE_ROWS) {
    this.current = first
    this.largest = largest
  }

  /** Records that a page of this many rows was read in this time. */
  answered(rows: number, elapsedMs: number): void {
    if (elapsedMs > SLOW_MS) this.current = Math.max(SMALLEST, Math.floor(rows / 2))
    else if (elapsedMs < QUICK_MS && rows >= this.current) {
      this.current = Math.min(this.largest, this.current * 2)
    }
  }

  /** Records that a page failed; false when a smaller one would not help. */
  refused(rows: number, error: ShopError): boolean {
    if (!isTooMuch(error) || rows <= SMALLEST) return false
    this.current = Math.max(SMALLEST, Math.floor(Math.min(rows, this.current) / 4))
    // A size that failed is not tried again in this sync.
    this.largest = Math.min(this.largest, Math.max(SMALLEST, Math.floor(rows / 2)))
    return true
  }
}

/** Whether a smaller request may succeed where one failed with this error. */
export const isTooMuch = (error: ShopError): boolean =>
  TOO_MUCH.includes(error.code) && !isClosed(error)

/** PrestaShop: a shop under maintenance answers 503 to every request. */
const isClosed = (error: ShopError) => error.code === 'shop-failing' && error.status === 503
