/**
 * When the articles of a shop were last read, by ranges of product ids. A sweep reads products in
 * the order of their ids, so a few ranges cover the whole shop. Each range begins after the end of
 * the one before.
 */
export type Freshness = readonly FreshRange[]

export interface FreshRange {
  upToId: number
  checkedAt: string
}

export interface SweepPlan {
  /** Products of the slice: ids above `afterId`, up to `upToId`. */
  afterId: number
  upToId: number
  productIds: number[]
}

/** Up to this number of products, the whole shop is read again: that is one or two requests. */
export const SMALL_SHOP = 500
const LARGEST_SLICE = 1_000
/** A smaller slice is not worth a request: it waits for the next sync. */
const SMALLEST_SLICE = 25
const SMALL_SHOP_EVERY_MS = 10 * 60_000

/** Marks the products above `afterId`, up to `upToId`, as read at `checkedAt`. */
export function markChecked(
  freshness: Freshness,
  afterId: number,
  upToId: number,
  checkedAt: string,
): FreshRange[] {
  const before = cutAt(freshness, afterId).filter(range => range.upToId <= afterId)
  const rest = cutAt(freshness, upToId).filter(range => range.upToId > upToId)
  return joined([...before, { upToId, checkedAt }, ...rest])
}

/** When a product was last read; undefined when no sweep has read it. */
export function checkedAtOf(freshness: Freshness, productId: number): string | undefined {
  return freshness.find(range => productId <= range.upToId)?.checkedAt
}

/**
 * When the price of a product was last read: with its row, or in a reading of all prices. Undefined
 * when it never was.
 */
export function priceCheckedAtOf(
  { freshness, pricesReadAt }: PriceReadings,
  productId: number,
): string | undefined {
  const rowAt = checkedAtOf(freshness, productId)
  return rowAt === undefined ? undefined : later(rowAt, pricesReadAt)
}

/** Since when all prices have been read: no price on the till is older. Null before the first sync. */
export function oldestPrice({ freshness, pricesReadAt }: PriceReadings): string | null {
  const oldest = oldestCheck(freshness)
  return oldest === null ? null : later(oldest, pricesReadAt)
}

/** Readings of whole rows, by ranges of ids, and of all prices at once. */
export interface PriceReadings {
  freshness: Freshness
  pricesReadAt: string
}

/** The later of two times (ISO 8601). */
export const later = (one: string, other: string): string =>
  Date.parse(other) > Date.parse(one) ? other : one

/** Time of the oldest reading of a whole row. Null before the first sync. */
export function oldestCheck(freshness: Freshness): string | null {
  return freshness.reduce<string | null>(
    (oldest, { checkedAt }) =>
      oldest === null || Date.parse(checkedAt) < Date.parse(oldest) ? checkedAt : oldest,
    null,
  )
}

/**
 * The slice to read again now so that every product is read within `maxAgeMs`: the share of the
 * products that corresponds to the time since the last slice, beginning with the oldest range.
 * `sortedIds` are the stored products, ascending; `nowMs` is in milliseconds since 1970. Null when
 * nothing is due.
 */
export function planSweep(
  sortedIds: readonly number[],
  freshness: Freshness,
  nowMs: number,
  maxAgeMs: number,
): SweepPlan | null {
  if (sortedIds.length === 0 || freshness.length === 0) return null
  const ages = freshness.map(({ checkedAt }) => nowMs - Date.parse(checkedAt))
  if (sortedIds.length <= SMALL_SHOP) {
    return Math.max(...ages) >= SMALL_SHOP_EVERY_MS ? wholeSweep(sortedIds) : null
  }
  const sinceLast = Math.min(...ages)
  const due = Math.min(LARGEST_SLICE, Math.ceil((sortedIds.length * sinceLast) / maxAgeMs))
  if (due < SMALLEST_SLICE) return null

  const oldest = ages.indexOf(Math.max(...ages))
  const afterId = freshness[oldest - 1]?.upToId ?? 0
  const productIds = sortedIds.filter(id => id > afterId).slice(0, due)
  const upToId = productIds.at(-1)
  return upToId === undefined ? null : { afterId, upToId, productIds }
}

/** All products as one slice; null when there are none. */
export function wholeSweep(sortedIds: readonly number[]): SweepPlan | null {
  const upToId = sortedIds.at(-1)
  return upToId === undefined ? null : { afterId: 0, upToId, productIds: [...sortedIds] }
}

/** The same ranges, with the range that contains `id` cut in two after `id`. */
function cutAt(freshness: Freshness, id: number): FreshRange[] {
  const index = freshness.findIndex(range => id < range.upToId)
  const range = freshness[index]
  if (!range || id <= (freshness[index - 1]?.upToId ?? 0)) return [...freshness]
  return freshness.toSpliced(index, 0, { ...range, upToId: id })
}

function joined(ranges: readonly FreshRange[]): FreshRange[] {
  return ranges.filter((range, index) => range.checkedAt !== ranges[index + 1]?.checkedAt)
}
