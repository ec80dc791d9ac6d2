import type { ShopError } from '@/core/errors'

const FIRST = 100
const LARGEST = 1_000
const SMALLEST = 10
/** A page quicker than this may be followed by one twice as long. */
const QUICK_MS = 4_000
/** One slower than this is followed by one half as long. */
const SLOW_MS = 10_000

/** Codes after which a smaller page may succeed: too slow, out of memory, cut. */
const TOO_MUCH: readonly ShopError['code'][] = [
  'shop-timeout',
  'shop-failing',
  'shop-unreachable',
  'shop-answer-unreadable',
]

/** How many rows to ask for at once: more while the shop answers well, fewer when not. */
export class PageSize {
  current = FIRST
  private largest = LARGEST

  /** A page of so many rows came, after so long. */
  answered(rows: number, elapsedMs: number): void {
    if (elapsedMs > SLOW_MS) this.current = Math.max(SMALLEST, Math.floor(rows / 2))
    else if (elapsedMs < QUICK_MS && rows >= this.current) {
      this.current = Math.min(this.largest, this.current * 2)
    }
  }

  /** A page did not come; false when a smaller one would not help. */
  refused(rows: number, error: ShopError): boolean {
    if (!TOO_MUCH.includes(error.code) || isClosed(error) || rows <= SMALLEST) return false
    this.current = Math.max(SMALLEST, Math.floor(Math.min(rows, this.current) / 4))
    // What was too much once is not tried again in this sync.
    this.largest = Math.min(this.largest, Math.max(SMALLEST, Math.floor(rows / 2)))
    return true
  }
}

/** PrestaShop: a shop under maintenance answers 503 whatever is asked. */
const isClosed = (error: ShopError) => error.code === 'shop-failing' && error.status === 503
