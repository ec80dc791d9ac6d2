import { NUMBER } from './modular'
import type { Numbers } from './numbers'
import { P } from './p256'

/** So many sums are made side by side. */
export const AT_ONCE = 1_024
/** A point takes its x, then its y. */
export const POINT = 2 * NUMBER
export const ROOM_OF_SUMS = AT_ONCE * (POINT + 2 * NUMBER) + 2 * NUMBER

/** What there is of a sum. */
export const NOTHING = 0
const A_POINT = 1
/** These additions do not make it: a point and itself, or its opposite, were to be added. */
export const UNMADE = 2

export interface PointSums {
  /** By place in the batch: `NOTHING`, `UNMADE`, or else a point. */
  states: Uint8Array
  sumAt: (place: number) => number
  /** Empties so many sums. */
  begin: (count: number) => void
  /** Adds to each of so many sums the point at its address, or none where that is 0. */
  add: (addresses: Int32Array, count: number) => void
}

/**
 * Sums of points on P-256, many at a time, in a room of the memory: an addition divides, and one
 * division serves all that are made at once (Montgomery's trick). `one` is the address of 1.
 */
export function pointSums(numbers: Numbers, room: number, one: number): PointSums {
  const { copy, multiply, subtract, addPoint, read } = numbers
  const sumAt = (place: number) => room + place * POINT
  const differenceAt = (place: number) => room + AT_ONCE * POINT + place * NUMBER
  const productAt = (place: number) => room + AT_ONCE * (POINT + NUMBER) + place * NUMBER
  const inverse = productAt(AT_ONCE)
  const divided = inverse + NUMBER
  const states = new Uint8Array(AT_ONCE)

  /** Places where there are two points to add. */
  function placesToAdd(addresses: Int32Array, count: number): Int32Array {
    const places = new Int32Array(count)
    let found = 0
    for (let place = 0; place < count; place += 1) {
      const address = addresses[place] ?? 0
      if (address === 0 || states[place] === UNMADE) continue
      if (states[place] === A_POINT) {
        subtract(differenceAt(place), address, sumAt(place))
        places[found++] = place
        continue
      }
      copy(sumAt(place), address, POINT)
      states[place] = A_POINT
    }
    return places.subarray(0, found)
  }

  /** Leaves alone what cannot be divided by, and gives the product of all else. */
  function multiplyDifferences(places: Int32Array): { places: Int32Array; product: number } {
    let product = one
    for (const place of places) {
      multiply(productAt(place), product, differenceAt(place))
      product = productAt(place)
    }
    if (read(product) !== 0n) return { places, product }
    for (const place of places) if (read(differenceAt(place)) === 0n) states[place] = UNMADE
    return multiplyDifferences(places.filter(place => states[place] !== UNMADE))
  }

  return {
    states,
    sumAt,
    begin: count => states.fill(NOTHING, 0, count),
    add(addresses, count) {
      const { places, product } = multiplyDifferences(placesToAdd(addresses, count))
      if (places.length === 0) return
      invert(numbers, inverse, product, one)
      for (let at = places.length - 1; at >= 0; at -= 1) {
        const place = places[at] ?? 0
        multiply(divided, inverse, at > 0 ? productAt(places[at - 1] ?? 0) : one)
        multiply(inverse, inverse, differenceAt(place))
        addPoint(sumAt(place), addresses[place] ?? 0, divided)
      }
    },
  }
}

/** The prime less two, bit by bit. */
const POWER = (P - 2n).toString(2)

/** Fermat's: to the power of the prime less two, from its highest bit on. */
function invert({ copy, multiply }: Numbers, to: number, of: number, one: number): void {
  copy(to, one, NUMBER)
  for (const bit of POWER) {
    multiply(to, to, to)
    if (bit === '1') multiply(to, to, of)
  }
}
