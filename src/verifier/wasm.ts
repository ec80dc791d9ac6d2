/**
 * As much of WebAssembly's binary format as straight arithmetic needs, written by hand: what is
 * computed stays readable here, and no compiler is needed.
 * Source: WebAssembly Core Specification, "Binary Format".
 */
export type Code = readonly number[]

const I32 = 0x7f
const I64 = 0x7e
const OPERATORS = {
  add: 0x7c,
  sub: 0x7d,
  mul: 0x7e,
  and: 0x83,
  /** To the right; it keeps the sign. */
  shift: 0x87,
} as const

export const get = (local: number): Code => [0x20, ...unsigned(local)]
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)]
export const constant = (value: bigint): Code => [0x42, ...signed(value)]
/** An operation on 64 bits. */
export const operate = (name: keyof typeof OPERATORS, one: Code, other: Code): Code => [
  ...one,
  ...other,
  OPERATORS[name],
]
/** 32 bits with their sign, so many places behind an address. */
export const load = (address: Code, place: number): Code => [
  ...address,
  0x34,
  2,
  ...unsigned(4 * place),
]
export const store = (address: Code, place: number, value: Code): Code => [
  ...address,
  ...value,
  0x3e,
  2,
  ...unsigned(4 * place),
]
/** An address that is known, and one so many bytes behind another. */
export const address = (at: number): Code => [0x41, ...signed(BigInt(at))]
export const behind = (base: Code, bytes: number): Code => [...base, ...address(bytes), 0x6a]
/** Runs the module's function at this place, with three addresses. */
export const call = (place: number, ...addresses: readonly [Code, Code, Code]): Code => [
  ...addresses.flat(),
  0x10,
  ...unsigned(place),
]

/**
 * A module of functions of three addresses each, which work in one memory. Locals 0 to 2 are the
 * addresses; so many more are 64-bit numbers.
 */
export function moduleOf(
  functions: Record<string, Code>,
  locals: number,
  pages: number,
): Uint8Array<ArrayBuffer> {
  const names = Object.keys(functions)
  const bodies = Object.values(functions).map(code => {
    const body = [1, ...unsigned(locals), I64, ...code, 0x0b]
    return [...unsigned(body.length), ...body]
  })
  const exported = names.map((name, index) => [...text(name), 0, index])
  return Uint8Array.from([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, [[0x60, 3, I32, I32, I32, 0]]),
    ...section(
      3,
      names.map(() => [0]),
    ),
    ...section(5, [[0, ...unsigned(pages)]]),
    ...section(7, [[...text('memory'), 2, 0], ...exported]),
    ...section(10, bodies),
  ])
}

function section(id: number, parts: readonly Code[]): Code {
  const body = [...unsigned(parts.length), ...parts.flat()]
  return [id, ...unsigned(body.length), ...body]
}

const text = (name: string): Code => [name.length, ...new TextEncoder().encode(name)]

/** LEB128. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]
}

function signed(value: bigint): Code {
  const low = Number(value & 127n)
  const rest = value >> 7n
  const isLast = (rest === 0n && low < 64) || (rest === -1n && low >= 64)
  return isLast ? [low] : [low | 128, ...signed(rest)]
}
