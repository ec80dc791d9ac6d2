import { isSignedP256 } from './p256'
import { manyCheck, type ManyCheck } from './p256Many'
import type { PublicKey } from './shapes'
import { sha256OfText } from './sha256'

export interface SignedText {
  text: string
  /** In base64. */
  signature: string
}

/** Whether each text is signed by the key it was made for. */
export type SignatureCheck = (signed: readonly SignedText[]) => boolean[]

/**
 * Checks many signatures of one key. Where a browser runs no WebAssembly, one after another, some
 * hundred times slower. A key or a signature that can be none shows nothing.
 */
export async function signatureCheck(publicKey: PublicKey): Promise<SignatureCheck> {
  const check = await manyCheckOf(publicKey)
  return signed =>
    check(
      signed.map(({ text, signature }) => ({
        sha256: sha256OfText(text),
        signature: bytesOfBase64(signature),
      })),
    )
}

/** Whether one text is signed by a key, for which nothing is prepared. */
export function isSignedBy(publicKey: PublicKey, { text, signature }: SignedText): boolean {
  return isSignedP256(keyOf(publicKey), sha256OfText(text), bytesOfBase64(signature))
}

/** The last key's check: whoever checks several archives of a till prepares it once. */
let last: { name: string; check: Promise<ManyCheck> } | undefined

function manyCheckOf(publicKey: PublicKey): Promise<ManyCheck> {
  const name = `${publicKey.x} ${publicKey.y}`
  if (last?.name !== name) last = { name, check: begin(publicKey) }
  return last.check
}

async function begin(publicKey: PublicKey): Promise<ManyCheck> {
  const key = keyOf(publicKey)
  const plain: ManyCheck = signed =>
    signed.map(({ sha256, signature }) => isSignedP256(key, sha256, signature))
  return (await manyCheck(key)) ?? plain
}

function keyOf({ x, y }: PublicKey) {
  // What was altered may be no text at all.
  const [bytesX, bytesY] = [x, y].map(part =>
    bytesOfBase64(`${part}`.replaceAll('-', '+').replaceAll('_', '/')),
  ) as [Uint8Array, Uint8Array]
  return { x: bytesX, y: bytesY }
}

const NO_DIGIT = 64
/** What each ASCII letter counts in base64. */
const DIGITS = new Uint8Array(128).fill(NO_DIGIT)
for (const [value, digit] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  DIGITS[digit.charCodeAt(0)] = value
}

/** The bytes that base64 tells; none where it is not base64, which signs nothing. */
function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/=*$/, '')
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let bits = 0
  for (let at = 0, byte = 0; at < digits.length; at += 1) {
    const value = DIGITS[digits.charCodeAt(at)] ?? NO_DIGIT
    if (value === NO_DIGIT) return new Uint8Array()
    bits = ((bits << 6) | value) & 0xffffff
    const held = ((at + 1) * 6) % 8
    if (at % 4 !== 0) bytes[byte++] = bits >>> held
  }
  return bytes
}
