import { Dexie, type Transaction } from 'dexie'
import {
  signatureHash,
  signatureText,
  signedBy,
  textToSign,
  type SignatureV2,
} from '@/core/journal/sealSignature'

const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

/** Whether this page has cryptography: browsers offer it to https and localhost alone. */
export const hasCryptography = (): boolean =>
  // Typed as always there.
  (globalThis.crypto.subtle as SubtleCrypto | undefined) !== undefined

/** Signature over a text, in base64. */
export async function signText(privateKey: CryptoKey, text: string): Promise<string> {
  const signature = await crypto.subtle.sign(SIGNING, privateKey, bytesOf(text))
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}

/** Whether a text was signed by a key. An unusable signature is invalid; it does not throw. */
export async function isTextSigned(
  publicKey: CryptoKey,
  { text, signature }: { text: string; signature: string },
): Promise<boolean> {
  const bytes = bytesOfBase64(signature)
  return bytes !== undefined && crypto.subtle.verify(SIGNING, publicKey, bytes, bytesOf(text))
}

/**
 * Signs a seal, inside the transaction that stores its entry: the transaction is held open
 * meanwhile, so that the entry is never on disk without its signature. `before` is the stored
 * signature of the entry before.
 */
export async function signInTransaction(
  privateKey: CryptoKey,
  seal: string,
  before: string | undefined,
  signedAt: string,
): Promise<string> {
  const part: Omit<SignatureV2, 'signature'> = { signedAt, before: signatureHash(before) }
  const signature = await heldOpen(() => signText(privateKey, textToSign(seal, part)))
  return signatureText({ ...part, signature })
}

/** Whether a stored signature is of this seal and by this key; the transaction is held open. */
export async function isSignedInTransaction(
  publicKey: CryptoKey,
  seal: string,
  stored: string,
): Promise<boolean> {
  return heldOpen(() => isTextSigned(publicKey, signedBy(seal, stored)))
}

/**
 * Holds the transaction open, by one request after the other, until the cryptography answers.
 *
 * @throws AbortError when the transaction is aborted meanwhile: Dexie alone would wait for ever.
 */
function heldOpen<T>(ask: () => Promise<T>): Promise<T> {
  // Typed as always there; outside a transaction there is nothing to hold.
  const idbtrans = (Dexie.currentTransaction as Transaction | null)?.idbtrans
  if (!idbtrans) return ask()
  const aborted = new Dexie.Promise<never>((_resolve, reject) => {
    idbtrans.addEventListener('abort', () =>
      reject(new Dexie.AbortError('while signing', idbtrans.error ?? undefined)),
    )
  })
  return Dexie.Promise.race([Dexie.waitFor(Dexie.ignoreTransaction(ask)), aborted])
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
  } catch {
    // Not base64: the signature was altered.
    return undefined
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text)
