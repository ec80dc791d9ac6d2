import { constant, get, load, operate, set, store, type Code } from './wasm'

/**
 * A number is nine limbs of 29 bits, the lowest first: their products are added up in 64 bits
 * without a carry. Any limb may be below nought or a little longer; what a number counts is its
 * limbs together, modulo the prime, and it stays within some times that.
 */
export const LIMBS = 9
export const BITS = 29
const LIMB = (1n << 29n) - 1n

/**
 * The prime of P-256, by limbs: 2^256 − 2^224 + 2^192 + 2^96 − 1. Its lowest limb of −1 makes
 * Montgomery's multiple of it the lowest limb of what is reduced.
 */
const PRIME = [-1n, 0n, 0n, 1n << 9n, 0n, 0n, 1n << 18n, -(1n << 21n), 1n << 24n]
/** Bits of the highest limb that the prime has. */
const TOP = 24n

/** A number's bytes in memory, in 32 bits for each limb. */
export const NUMBER = 4 * LIMBS
/** Numbers are counted in this: a product is divided by it (Montgomery). */
export const UNIT = 1n << BigInt(LIMBS * BITS)

/** Locals behind the three addresses. */
export const LOCALS = 3 * LIMBS + 2
const leftAt = (limb: number) => 3 + limb
const sumAt = (limb: number) => 3 + LIMBS + limb
const [ONE_LIMB, MULTIPLE] = [3 + 3 * LIMBS, 4 + 3 * LIMBS]

const add = (local: number, value: Code) => set(local, operate('add', get(local), value))
const low = (value: Code) => operate('and', value, constant(LIMB))
/** What is carried to the next limb; below nought too. */
const carry = (value: Code) => operate('shift', value, constant(BigInt(BITS)))

/** The product of two numbers divided by `UNIT`. */
export function multiplication(): Code {
  const code: number[] = []
  for (let at = 0; at < LIMBS; at += 1) code.push(...set(leftAt(at), load(get(1), at)))
  for (let round = 0; round < LIMBS; round += 1) {
    code.push(...set(ONE_LIMB, load(get(2), round)))
    for (let at = 0; at < LIMBS; at += 1) {
      const product = operate('mul', get(leftAt(at)), get(ONE_LIMB))
      const isNew = round === 0 || at === LIMBS - 1
      const sum = sumAt(round + at)
      code.push(...(isNew ? set(sum, product) : add(sum, product)))
    }
    code.push(...dropLimb(round))
  }
  return [...code, ...storeCarried(LIMBS)]
}

/** The difference of two numbers, brought back below some times the prime. */
export function subtraction(): Code {
  const code: number[] = []
  for (let at = 0; at < LIMBS; at += 1) {
    code.push(...set(sumAt(at), operate('sub', load(get(1), at), load(get(2), at))))
  }
  const last = LIMBS - 1
  code.push(...set(MULTIPLE, operate('shift', get(sumAt(last)), constant(TOP))))
  for (const [at, limb] of PRIME.entries()) {
    if (limb !== 0n) code.push(...add(sumAt(at), timesLimb(-limb)))
  }
  return [...code, ...storeCarried(0)]
}

/** Adds as many times the prime as makes the lowest limb nought, and carries what is above it. */
function dropLimb(lowest: number): Code {
  const code = [...set(MULTIPLE, low(get(sumAt(lowest))))]
  for (const [at, limb] of PRIME.entries()) {
    if (at > 0 && limb !== 0n) code.push(...add(sumAt(lowest + at), timesLimb(limb)))
  }
  return [...code, ...add(sumAt(lowest + 1), carry(get(sumAt(lowest))))]
}

/** Stores a number's limbs, each cut to its bits but the highest, which bears the sign. */
function storeCarried(first: number): Code {
  const code: number[] = []
  for (let at = 0; at < LIMBS; at += 1) {
    const sum = sumAt(first + at)
    const isLast = at === LIMBS - 1
    code.push(...store(get(0), at, isLast ? get(sum) : low(get(sum))))
    if (!isLast) code.push(...add(sum + 1, carry(get(sum))))
  }
  return code
}

const timesLimb = (limb: bigint) => operate('mul', get(MULTIPLE), constant(limb))
