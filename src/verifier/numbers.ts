import { BITS, LIMBS, LOCALS, multiplication, NUMBER, subtraction } from './modular'
import { P } from './p256'
import { pointAddition } from './pointAddition'
import { moduleOf } from './wasm'

/** Puts at the first address what it makes of the numbers at the other two. */
type Operation = (to: number, left: number, right: number) => void

/** Numbers modulo the prime of P-256, at addresses of a memory of their own. */
export interface Numbers {
  multiply: Operation
  subtract: Operation
  /** Adds to a point another one, where 1 over the difference of both x is at the third address. */
  addPoint: Operation
  copy: (to: number, from: number, bytes: number) => void
  put: (address: number, number: bigint) => void
  /** The number at an address, from 0 up to the prime. */
  read: (address: number) => bigint
}

interface Exports {
  memory: WebAssembly.Memory
  multiply: Operation
  subtract: Operation
  addPoint: Operation
}

/** So many bytes of memory for numbers; undefined where a browser runs no WebAssembly. */
export async function openNumbers(room: number): Promise<Numbers | undefined> {
  const exports = await instantiate(room)
  if (!exports) return undefined
  const { memory, multiply, subtract, addPoint } = exports
  const bytes = new Uint8Array(memory.buffer)
  const limbs = new Int32Array(memory.buffer)
  return {
    multiply,
    subtract,
    addPoint,
    copy: (to, from, count) => bytes.copyWithin(to, from, from + count),
    put(address, number) {
      for (let at = 0; at < LIMBS; at += 1) {
        limbs[address / 4 + at] = Number(
          (number >> BigInt(BITS * at)) & ((1n << BigInt(BITS)) - 1n),
        )
      }
    },
    read(address) {
      const [...held] = limbs.subarray(address / 4, (address + NUMBER) / 4)
      const number = held.reduceRight((sum, limb) => (sum << BigInt(BITS)) + BigInt(limb), 0n) % P
      return number < 0n ? number + P : number
    },
  }
}

const PAGE = 65_536

async function instantiate(room: number): Promise<Exports | undefined> {
  const addPoint = pointAddition({ multiply: 0, subtract: 1 }, room)
  const functions = { multiply: multiplication(), subtract: subtraction(), addPoint }
  const pages = Math.ceil((room + 2 * NUMBER) / PAGE)
  try {
    const { instance } = await WebAssembly.instantiate(moduleOf(functions, LOCALS, pages))
    return instance.exports as unknown as Exports
  } catch {
    // A browser without WebAssembly, or a page whose rules forbid it.
    return undefined
  }
}
