/** A value of the week at a moment, in milliseconds from its start. */
export type Sample = readonly [atMs: number, value: number]

/** How much a value may grow from the middle of the week to its end. */
export const MOST_GROWTH = 1.1
export interface Growth {
  name: string
  before: number
  after: number
  ratio: number
}

/**
 * Compares the medians of the first and of the last third of the samples of the second half: one alone
 * says little. The first half is when caches fill and code is compiled; after it, what grows would
 * grow for ever.
 */
export function growthOf(name: string, samples: readonly Sample[], weekMs: number): Growth {
  const late = samples.flatMap(([at, value]) => (at >= weekMs / 2 ? [value] : []))
  const third = Math.ceil(late.length / 3)
  const before = median(late.slice(0, third))
  const after = median(late.slice(late.length - third))
  return { name, before, after, ratio: after / before }
}

/** Those that grew too much, in words; one that was not measured fails, too. */
export function tooMuchGrowth(all: readonly Growth[], most = MOST_GROWTH): string[] {
  return all.flatMap(({ name, before, after, ratio }) =>
    ratio <= most
      ? []
      : [
          `${name}: ${before.toFixed(1)} in mid-week, ${after.toFixed(1)} at its end (× ${ratio.toFixed(2)})`,
        ],
  )
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
