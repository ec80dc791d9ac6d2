import type { JournalOpenedV1 } from '@/core/journal/events/v1'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

export type PublicKey = NonNullable<JournalOpenedV1['publicKey']>

/**
 * Makes a key pair on the device. The private half cannot be exported, not even by our code, so
 * that this till's journal is signed nowhere else (R25). Null on a page without https, where
 * browsers offer no cryptography: entries are then sealed, not signed.
 */
export async function makeKeyPair(): Promise<CryptoKeyPair | null> {
  // Typed as always there, but absent outside https and localhost.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (!subtle) return null
  return subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])
}

/** The public half in the form that the journal's first entry holds. */
export async function publicKeyOf(pair: Pick<CryptoKeyPair, 'publicKey'>): Promise<PublicKey> {
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  if (!crv || !kty || !x || !y) throw new Error('the browser exported an unusable public key')
  return { crv, kty, x, y }
}

/** Signature over a seal, in base64. */
export async function signSeal(privateKey: CryptoKey, seal: string): Promise<string> {
  const signature = await crypto.subtle.sign(SIGNING, privateKey, bytesOf(seal))
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}

/** Whether the signature of a seal is valid under the public key that the journal opened with. */
export async function isSignatureOf(
  publicKey: PublicKey,
  seal: string,
  signature: string,
): Promise<boolean> {
  return (await signatureCheck(publicKey))(seal, signature)
}

export type SignatureCheck = (seal: string, signature: string) => Promise<boolean>

/**
 * Checks many signatures by one key. An unusable key or signature is invalid; it does not throw.
 */
export async function signatureCheck(publicKey: PublicKey): Promise<SignatureCheck> {
  const key = await importedKey(publicKey)
  return async (seal, signature) => {
    const bytes = bytesOfBase64(signature)
    return key !== undefined && bytes !== undefined
      ? crypto.subtle.verify(SIGNING, key, bytes, bytesOf(seal))
      : false
  }
}

async function importedKey(publicKey: PublicKey): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey('jwk', publicKey, ALGORITHM, true, ['verify'])
  } catch {
    // Not a P-256 key: no signature can be valid under it.
    return undefined
  }
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0))
  } catch {
    // Not base64: the signature was altered.
    return undefined
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text)
