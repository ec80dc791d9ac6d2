/** Pseudo-random choices, the same each time for one seed. */
export interface Chance {
  /** A whole number from 0 to `most`. */
  upTo: (most: number) => number
  isOneIn: (count: number) => boolean
  of: <Kind>(list: readonly [Kind, ...Kind[]]) => Kind
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  // Mulberry32.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const upTo = (most: number) => Math.floor(next() * (most + 1))
  return {
    upTo,
    isOneIn: count => upTo(count - 1) === 0,
    of: ([first, ...others]) => others[upTo(others.length) - 1] ?? first,
  }
}
