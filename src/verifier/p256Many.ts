import { NUMBER, UNIT } from './modular'
import { openNumbers, type Numbers } from './numbers'
import {
  affine,
  bigOf,
  double,
  G,
  invert,
  isOnCurve,
  isSignedP256,
  mod,
  N,
  P,
  type P256Key,
  type Point,
} from './p256'
import {
  AT_ONCE,
  NOTHING,
  POINT,
  pointSums,
  ROOM_OF_SUMS,
  UNMADE,
  type PointSums,
} from './pointSums'

export interface SignedHash {
  /** SHA-256 of what is signed, in hexadecimal. */
  sha256: string
  /** r and s, 32 bytes each. */
  signature: Uint8Array
}

/** Whether each is signed by the key it was made for. */
export type ManyCheck = (signed: readonly SignedHash[]) => boolean[]

/** A factor of 256 bits has one digit of so many in each window. */
const WINDOW_BITS = 11
const WINDOWS = Math.ceil(256 / WINDOW_BITS)
const DIGITS = 1 << WINDOW_BITS
/** Multiples of the generator, then of the key, by window and digit. The digit 0 has none. */
const tableAt = (table: number, digit: number) => (table * DIGITS + digit) * POINT
const SUMS = tableAt(2 * WINDOWS, 0)
const ONE = SUMS + ROOM_OF_SUMS
const ROOM = ONE + NUMBER

/**
 * Checks signatures of one P-256 key some fifty times as fast as one after another: the key is
 * always the same, so that its multiples are made once, as the generator's are. Undefined where a
 * browser runs no WebAssembly. What these sums cannot make is left to the plain check.
 */
export async function manyCheck(key: P256Key): Promise<ManyCheck | undefined> {
  const point = { x: bigOf(key.x), y: bigOf(key.y), z: 1n }
  if (!isOnCurve(point)) return signed => signed.map(() => false)
  const numbers = await openNumbers(ROOM)
  if (!numbers) return undefined
  numbers.put(ONE, UNIT % P)
  const sums = pointSums(numbers, SUMS, ONE)
  fillTables(numbers, sums, [G, point])
  return signed => {
    const verdicts: boolean[] = []
    for (let from = 0; from < signed.length; from += AT_ONCE) {
      verdicts.push(...checkSome(numbers, sums, key, signed.slice(from, from + AT_ONCE)))
    }
    return verdicts
  }
}

/** Every digit's multiple of a point shifted to each window, each from the one before. */
function fillTables({ put, copy }: Numbers, sums: PointSums, points: readonly Point[]): void {
  const tables = points.flatMap(shifted)
  const addresses = new Int32Array(tables.length)
  const addDigit = (digit: number) => {
    for (const table of tables.keys()) addresses[table] = tableAt(table, digit)
    sums.add(addresses, tables.length)
  }
  for (const [table, point] of tables.entries()) {
    // These sums do not double.
    for (const [digit, { x, y }] of [point, affine(double(point))].entries()) {
      put(tableAt(table, digit + 1), (x * UNIT) % P)
      put(tableAt(table, digit + 1) + NUMBER, (y * UNIT) % P)
    }
  }
  sums.begin(tables.length)
  addDigit(2)
  for (let digit = 3; digit < DIGITS; digit += 1) {
    addDigit(1)
    for (const table of tables.keys()) copy(tableAt(table, digit), sums.sumAt(table), POINT)
  }
}

/** A point times two to the power of each window's lowest bit. */
function shifted(point: Point): Point[] {
  const points = [point]
  for (let next = point; points.length < WINDOWS; points.push(next)) {
    for (let bit = 0; bit < WINDOW_BITS; bit += 1) next = double(next)
    next = affine(next)
  }
  return points
}

/** Up to `AT_ONCE`, all at the same time. */
function checkSome(
  { read }: Numbers,
  sums: PointSums,
  key: P256Key,
  signed: readonly SignedHash[],
): boolean[] {
  const pairs = signed.map(({ signature }) => pairIn(signature))
  const factors = factorsOf(signed, pairs)
  const addresses = new Int32Array(signed.length)
  sums.begin(signed.length)
  for (let table = 0; table < 2 * WINDOWS; table += 1) {
    for (let place = 0; place < signed.length; place += 1) {
      const digit = digitIn(factors, place, table)
      addresses[place] = digit && tableAt(table, digit)
    }
    sums.add(addresses, signed.length)
  }
  // A number read is still in Montgomery's form: what it counts is that divided by the unit.
  const divisor = invert(UNIT, P)
  return signed.map(({ sha256, signature }, place) => {
    const pair = pairs[place]
    if (!pair || sums.states[place] === NOTHING) return false
    if (sums.states[place] === UNMADE) return isSignedP256(key, sha256, signature)
    return mod(read(sums.sumAt(place)) * divisor, P) % N === pair.r
  })
}

interface Pair {
  r: bigint
  s: bigint
}

/** The two numbers of a signature; undefined where they can be none. */
function pairIn(signature: Uint8Array): Pair | undefined {
  if (signature.length !== 64) return undefined
  const [r, s] = [bigOf(signature.subarray(0, 32)), bigOf(signature.subarray(32))]
  return r > 0n && r < N && s > 0n && s < N ? { r, s } : undefined
}

/** Bytes of a factor; what is read behind its last window is nought. */
const FACTOR = 32 + 4

/**
 * What the generator, then the key, are multiplied by: the hash and r, both divided by s. Bytes
 * of each signature one after another, the lowest first. One division serves all.
 */
function factorsOf(signed: readonly SignedHash[], pairs: readonly (Pair | undefined)[]) {
  const factors = new DataView(new ArrayBuffer(signed.length * 2 * FACTOR))
  const products: bigint[] = []
  let product = 1n
  for (const pair of pairs) {
    products.push(product)
    if (pair) product = (product * pair.s) % N
  }
  let inverse = invert(product, N)
  for (let place = signed.length - 1; place >= 0; place -= 1) {
    const pair = pairs[place]
    if (!pair) continue
    const divided = (inverse * (products[place] ?? 1n)) % N
    inverse = (inverse * pair.s) % N
    const hash = BigInt(`0x${signed[place]?.sha256 ?? ''}`)
    write(factors, place * 2 * FACTOR, (hash * divided) % N)
    write(factors, (place * 2 + 1) * FACTOR, (pair.r * divided) % N)
  }
  return factors
}

/** What the factor of a signature has in the window of a table. */
function digitIn(factors: DataView, place: number, table: number): number {
  const isOfKey = table >= WINDOWS
  const bit = (isOfKey ? table - WINDOWS : table) * WINDOW_BITS
  const at = (place * 2 + Number(isOfKey)) * FACTOR + (bit >> 3)
  return (factors.getUint32(at, true) >>> (bit & 7)) & (DIGITS - 1)
}

function write(view: DataView, at: number, number: bigint): void {
  for (let word = 0; word < 4; word += 1) {
    view.setBigUint64(at + 8 * word, BigInt.asUintN(64, number >> BigInt(64 * word)), true)
  }
}
