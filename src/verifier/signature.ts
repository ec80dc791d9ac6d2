import type { PublicKey } from './shapes'

export interface SignedText {
  text: string
  /** In base64. */
  signature: string
}

/** Whether each text is signed by the key it was made for. */
export type SignatureCheck = (signed: readonly SignedText[]) => Promise<boolean[]>

const KIND = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const
/** First byte of an uncompressed point, and the length in bytes of its x and its y. */
const UNCOMPRESSED = 4
const COORDINATE = 32
/** Length in bytes: r, then s. */
const SIGNATURE = 64

const encoder = new TextEncoder()

/** Browsers offer cryptography only to pages from https, localhost or a disk. */
export const canCheckSignatures = (): boolean =>
  // Typed as always present.
  (globalThis.crypto.subtle as SubtleCrypto | undefined) !== undefined

/**
 * Checks signatures of one key, ECDSA on P-256, by the browser's own cryptography or Node's. An
 * invalid key or signature counts as not signed.
 */
export async function signatureCheck(publicKey: PublicKey): Promise<SignatureCheck> {
  const key = await importedKey(publicKey)
  return signed => Promise.all(signed.map(one => isSigned(key, one)))
}

/** Whether one text is signed by a key. */
export async function isSignedBy(publicKey: PublicKey, signed: SignedText): Promise<boolean> {
  return isSigned(await importedKey(publicKey), signed)
}

async function isSigned(key: CryptoKey | undefined, { text, signature }: SignedText) {
  const bytes = bytesOfBase64(signature)
  if (!key || bytes.length !== SIGNATURE) return false
  return crypto.subtle.verify(SIGNING, key, bytes, encoder.encode(text))
}

async function importedKey({ x, y }: PublicKey): Promise<CryptoKey | undefined> {
  // An altered value may be anything but a text.
  const [bytesX, bytesY] = [x, y].map(part =>
    bytesOfBase64(`${part}`.replaceAll('-', '+').replaceAll('_', '/')),
  ) as [Uint8Array, Uint8Array]
  if (bytesX.length !== COORDINATE || bytesY.length !== COORDINATE) return undefined
  const point = Uint8Array.of(UNCOMPRESSED, ...bytesX, ...bytesY)
  try {
    return await crypto.subtle.importKey('raw', point, KIND, false, ['verify'])
  } catch {
    // Not a point of the curve.
    return undefined
  }
}

const NO_DIGIT = 64
/** The value of each ASCII character in base64. */
const DIGITS = new Uint8Array(128).fill(NO_DIGIT)
for (const [value, digit] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  DIGITS[digit.charCodeAt(0)] = value
}

/** Decodes base64; no bytes for anything else, which counts as not signed. */
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
