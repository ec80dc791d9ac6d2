import type { JournalOpenedV1 } from '@/core/events/v1'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

type PublicKey = NonNullable<JournalOpenedV1['publicKey']>

/**
 * A key pair made on the device. The private half cannot be exported, not even by us, so
 * that nobody signs this till's journal elsewhere (R25). Null on a page without https,
 * where browsers offer no cryptography: entries are then sealed, not signed.
 */
export async function makeKeyPair(): Promise<CryptoKeyPair | null> {
  // Typed as always there, but absent outside https and localhost.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (!subtle) return null
  return subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])
}

/** The public half as the journal's first entry holds it. */
export async function publicKeyOf(pair: CryptoKeyPair): Promise<PublicKey> {
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  if (!crv || !kty || !x || !y) throw new Error('the browser exported an unusable public key')
  return { crv, kty, x, y }
}

/** Signature over a seal, in base64. */
export async function signSeal(privateKey: CryptoKey, seal: string): Promise<string> {
  const signature = await crypto.subtle.sign(SIGNING, privateKey, bytesOf(seal))
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}

/** Whether a signature is that of a seal, by the public key the journal opened with. */
export async function isSignatureOf(
  publicKey: PublicKey,
  seal: string,
  signature: string,
): Promise<boolean> {
  const key = await crypto.subtle.importKey('jwk', publicKey, ALGORITHM, true, ['verify'])
  const bytes = Uint8Array.from(atob(signature), letter => letter.charCodeAt(0))
  return crypto.subtle.verify(SIGNING, key, bytes, bytesOf(seal))
}

const bytesOf = (text: string) => new TextEncoder().encode(text)
