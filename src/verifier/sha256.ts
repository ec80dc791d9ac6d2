/** SHA-256 (FIPS 180-4), written here so that the verifier shares no code with the till. */
const ROUNDS = rounds()
const words = new Int32Array(64)
const encoder = new TextEncoder()
let buffer = new Uint8Array(1 << 16)

/** A function that computes SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
export type TextHash = (text: string) => string

/** SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
export function sha256OfText(text: string): string {
  // A UTF-16 unit takes at most three bytes; padding takes nine more and the rest of a block.
  if (buffer.length < text.length * 3 + 128) buffer = new Uint8Array(text.length * 3 + 128)
  const { written } = encoder.encodeInto(text, buffer)
  return hexOf(digest(buffer, written))
}

/** SHA-256 of bytes, in hexadecimal; by the browser's own cryptography, where it has some. */
export async function sha256OfBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Typed as always there, but absent where a browser does not trust the page.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (subtle) return hexOfBytes(new Uint8Array(await subtle.digest('SHA-256', bytes)))
  return sha256Alone(bytes)
}

/** The same in plain code, for every platform. */
export function sha256Alone(bytes: Uint8Array): string {
  const padded = new Uint8Array(bytes.length + 128)
  padded.set(bytes)
  return hexOf(digest(padded, bytes.length))
}

const HEX = Array.from({ length: 256 }, (_none, byte) => byte.toString(16).padStart(2, '0'))
const hex = (byte: number) => HEX[byte & 255] ?? ''

function hexOf(digested: Int32Array): string {
  let text = ''
  for (const word of digested) {
    text += hex(word >>> 24) + hex(word >>> 16) + hex(word >>> 8) + hex(word)
  }
  return text
}

const hexOfBytes = (bytes: Uint8Array) => Array.from(bytes, hex).join('')

/** Digest of the first `length` bytes; overwrites the bytes after them with padding. */
function digest(bytes: Uint8Array, length: number): Int32Array {
  const end = Math.ceil((length + 9) / 64) * 64
  bytes.fill(0, length, end)
  bytes[length] = 0x80
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  view.setUint32(end - 8, Math.floor(length / 0x2000_0000))
  view.setUint32(end - 4, (length << 3) >>> 0)
  const state = Int32Array.from(ROUNDS.start)
  for (let at = 0; at < end; at += 64) addBlock(state, view, at)
  return state
}

function addBlock(state: Int32Array, view: DataView, at: number): void {
  const w = words
  for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + i * 4)
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15] ?? 0
    const y = w[i - 2] ?? 0
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0
  }
  const k = ROUNDS.each
  let a = state[0] ?? 0
  let b = state[1] ?? 0
  let c = state[2] ?? 0
  let d = state[3] ?? 0
  let e = state[4] ?? 0
  let f = state[5] ?? 0
  let g = state[6] ?? 0
  let h = state[7] ?? 0
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (k[i] ?? 0) + (w[i] ?? 0)) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0] = (state[0] ?? 0) + a
  state[1] = (state[1] ?? 0) + b
  state[2] = (state[2] ?? 0) + c
  state[3] = (state[3] ?? 0) + d
  state[4] = (state[4] ?? 0) + e
  state[5] = (state[5] ?? 0) + f
  state[6] = (state[6] ?? 0) + g
  state[7] = (state[7] ?? 0) + h
}

/** First 32 bits of the fractional parts of the square and cube roots of the first primes. */
function rounds(): { start: Int32Array; each: Int32Array } {
  const primes: number[] = []
  for (let n = 2; primes.length < 64; n += 1) if (primes.every(prime => n % prime)) primes.push(n)
  const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 0x1_0000_0000)
  return {
    start: Int32Array.from(primes.slice(0, 8), prime => fraction(Math.sqrt(prime)) | 0),
    each: Int32Array.from(primes, prime => fraction(Math.cbrt(prime)) | 0),
  }
}
