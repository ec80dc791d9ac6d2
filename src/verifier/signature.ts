import { isSignedP256 } from './p256'
import type { PublicKey } from './shapes'
import { sha256OfText } from './sha256'

/** Whether a signature, in base64, is the key's over a text. */
export type SignatureCheck = (text: string, signature: string) => Promise<boolean>

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

/**
 * Checks signatures of one key: by the browser or Node where they can, else in plain code, some
 * hundred times slower. A key that is none checks nothing.
 */
export async function signatureCheck(
  publicKey: PublicKey,
  isPlain = false,
): Promise<SignatureCheck> {
  // Typed as always there, but absent where a browser does not trust the page.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (!subtle || isPlain) {
    const x = bytesOfBase64(publicKey.x.replaceAll('-', '+').replaceAll('_', '/'))
    const y = bytesOfBase64(publicKey.y.replaceAll('-', '+').replaceAll('_', '/'))
    return (text, signature) => {
      const bytes = bytesOfBase64(signature)
      return Promise.resolve(isSignedP256({ x, y }, sha256OfText(text), bytes))
    }
  }
  const { kty, crv, x, y } = publicKey
  let key: CryptoKey
  try {
    key = await subtle.importKey('jwk', { kty, crv, x, y }, ALGORITHM, false, ['verify'])
  } catch {
    // Not a key at all: nothing that it is said to have signed can be shown.
    return () => Promise.resolve(false)
  }
  const encoder = new TextEncoder()
  return (text, signature) =>
    subtle.verify(SIGNING, key, bytesOfBase64(signature), encoder.encode(text))
}

const DIGITS = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((digit, value) => [
    digit.charCodeAt(0),
    value,
  ]),
)

/** The bytes that base64 tells; none where it is not base64, which signs nothing. */
function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/=*$/, '')
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let bits = 0
  for (let at = 0, byte = 0; at < digits.length; at += 1) {
    const value = DIGITS.get(digits.charCodeAt(at))
    if (value === undefined) return new Uint8Array()
    bits = ((bits << 6) | value) & 0xffffff
    const held = ((at + 1) * 6) % 8
    if (at % 4 !== 0) bytes[byte++] = bits >>> held
  }
  return bytes
}
