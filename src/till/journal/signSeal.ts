import type { JournalOpenedV1 } from '@/core/journal/events/v1'
import { signedBy } from '@/core/journal/sealSignature'
import { isTextSigned, signText } from '@/storage/journal/sealSignatures'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const

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

/** Signature over a seal alone, in base64: format 1, which signs manifests and old entries. */
export const signSeal = signText

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
    return key !== undefined && isTextSigned(key, signedBy(seal, signature))
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
