/**
 * ECDSA on P-256 (FIPS 186-5), checking only, one signature in some milliseconds: as the standard
 * has it, without a detour. Nothing secret is handled here.
 */
export const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
export const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn
export const G: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  z: 1n,
}

/** In Jacobian coordinates; z is 0 at infinity. */
export interface Point {
  x: bigint
  y: bigint
  z: bigint
}

/** A public key: the x and the y of its point, 32 bytes each. */
export interface P256Key {
  x: Uint8Array
  y: Uint8Array
}

/** Whether r and s, 32 bytes each, sign a SHA-256 (in hexadecimal) by the key at x, y. */
export function isSignedP256(key: P256Key, sha256: string, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false
  const [x, y] = [bigOf(key.x), bigOf(key.y)]
  const [r, s] = [bigOf(signature.subarray(0, 32)), bigOf(signature.subarray(32))]
  if (!isOnCurve({ x, y }) || r <= 0n || r >= N || s <= 0n || s >= N) return false
  const inverse = invert(s, N)
  const sum = combine(mod(BigInt(`0x${sha256}`) * inverse, N), mod(r * inverse, N), { x, y, z: 1n })
  if (sum.z === 0n) return false
  return mod(affine(sum).x, N) === r
}

export const isOnCurve = ({ x, y }: Pick<Point, 'x' | 'y'>): boolean =>
  x < P && y < P && mod(y * y - (x * x * x - 3n * x + B), P) === 0n

/** The same point with a z of 1; none is at infinity. */
export function affine({ x, y, z }: Point): Point {
  const inverse = invert(z, P)
  const square = mod(inverse * inverse, P)
  return { x: mod(x * square, P), y: mod(y * square * inverse, P), z: 1n }
}

/** u times the generator plus v times a point, bit by bit. */
function combine(u: bigint, v: bigint, point: Point): Point {
  const both = add(G, point)
  let sum: Point = { x: 0n, y: 1n, z: 0n }
  for (let bit = 255n; bit >= 0n; bit -= 1n) {
    sum = double(sum)
    const inU = (u >> bit) & 1n
    const inV = (v >> bit) & 1n
    if (inU && inV) sum = add(sum, both)
    else if (inU) sum = add(sum, G)
    else if (inV) sum = add(sum, point)
  }
  return sum
}

export function double({ x, y, z }: Point): Point {
  if (z === 0n || y === 0n) return { x: 0n, y: 1n, z: 0n }
  const yy = mod(y * y, P)
  const s = mod(4n * x * yy, P)
  const zz = mod(z * z, P)
  const m = mod(3n * (x - zz) * (x + zz), P)
  const nextX = mod(m * m - 2n * s, P)
  return { x: nextX, y: mod(m * (s - nextX) - 8n * yy * yy, P), z: mod(2n * y * z, P) }
}

function add(one: Point, other: Point): Point {
  if (one.z === 0n) return other
  if (other.z === 0n) return one
  const z1 = mod(one.z * one.z, P)
  const z2 = mod(other.z * other.z, P)
  const u1 = mod(one.x * z2, P)
  const s1 = mod(one.y * z2 * other.z, P)
  const h = mod(other.x * z1 - u1, P)
  const r = mod(other.y * z1 * one.z - s1, P)
  if (h === 0n) return r === 0n ? double(one) : { x: 0n, y: 1n, z: 0n }
  const hh = mod(h * h, P)
  const hhh = mod(h * hh, P)
  const x = mod(r * r - hhh - 2n * u1 * hh, P)
  return { x, y: mod(r * (u1 * hh - x) - s1 * hhh, P), z: mod(h * one.z * other.z, P) }
}

/** Extended Euclid. */
export function invert(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [mod(value, modulus), modulus, 1n, 0n]
  while (b !== 0n) {
    const quotient = a / b
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return mod(x, modulus)
}

export function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

/** The number that bytes are, the highest first. */
export function bigOf(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let number = 0n
  let at = 0
  for (; at + 8 <= bytes.length; at += 8) number = (number << 64n) | view.getBigUint64(at)
  for (; at < bytes.length; at += 1) number = (number << 8n) | BigInt(view.getUint8(at))
  return number
}
