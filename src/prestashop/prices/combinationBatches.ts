/** A product and those of its combinations whose prices are asked for. */
export interface WantedCombinations {
  productId: number
  combinationIds: readonly number[]
}

/** Keeps the address of a request below the 8,190 characters that Apache accepts. */
const MOST_IN_A_REQUEST = 60
/** A batch is not closed before it prices so many combinations. */
const ENOUGH_IN_A_REQUEST = 15

/**
 * Batches of products whose combinations are priced in one request each, without a right on
 * combinations.
 *
 * PrestaShop computes every named price for every product of a page. A request that names the `c`
 * combinations of `k` products thus costs the shop about 10 + 0.3·k·c milliseconds. For products of
 * `m` combinations each (`c = k·m`), one combination costs 10 / (k·m) + 0.3·k: least at
 * k = 5.8 / √m, that is 12 combinations of 3 products for m = 4, 18 of 2 for m = 9, 33 of one for
 * m = 33. A batch of products with about as many combinations each that is closed as soon as it has
 * 15 stays within a tenth of that least cost for m of 3 and more, and asks one request for 15
 * combinations at the most. For 4,053 combinations, 4 a product: 254 requests of 16 names and 4
 * products, 254·10 + 254·64·0.3 = 7.4 s of the server's time; batches of 60 took 68 requests and 19 s.
 */
export function combinationBatches(wanted: readonly WantedCombinations[]): WantedCombinations[][] {
  const pieces = wanted.flatMap(({ productId, combinationIds }) =>
    inPieces(combinationIds).map(ids => ({ productId, combinationIds: ids })),
  )
  const sizeOf = (one: WantedCombinations) => one.combinationIds.length
  const batches: WantedCombinations[][] = []
  let open: WantedCombinations[] = []
  let inOpen = 0
  for (const piece of pieces.toSorted((a, b) => sizeOf(b) - sizeOf(a))) {
    open.push(piece)
    inOpen += sizeOf(piece)
    if (inOpen >= ENOUGH_IN_A_REQUEST) {
      batches.push(open)
      open = []
      inOpen = 0
    }
  }
  if (open.length > 0) batches.push(open)
  return batches
}

/** Even pieces of at most `MOST_IN_A_REQUEST` combinations. */
function inPieces(combinationIds: readonly number[]): (readonly number[])[] {
  const count = Math.ceil(combinationIds.length / MOST_IN_A_REQUEST)
  const size = Math.ceil(combinationIds.length / Math.max(1, count))
  return Array.from({ length: count }, (_none, index) =>
    combinationIds.slice(index * size, (index + 1) * size),
  )
}
