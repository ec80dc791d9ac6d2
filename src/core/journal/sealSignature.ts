import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * The device's signature of an entry, format 2. It covers the entry's seal, the signature of the
 * entry before and the moment it was made. It is stored as one text, `2 <signedAt> <before>
 * <signature>`. A text of one word, the signature in base64, is format 1: it covers the seal alone.
 */
export interface SignatureV2 {
  /** Device time, ISO 8601 with its offset from UTC. */
  signedAt: string
  /** `signatureHash` of the entry before. */
  before: string
  /** ECDSA P-256 with SHA-256, r then s, in base64. */
  signature: string
}

/** Stands for the signature before the first one, and for an absent one. */
export const NO_SIGNATURE = '0'.repeat(64)

const SECOND = /^2 (\S{1,40}) ([0-9a-f]{64}) ([A-Za-z\d+/=]+)$/

/** The text that a signature of format 2 signs; its prefix tells it from anything else signed. */
export function textToSign(seal: string, { before, signedAt }: Omit<SignatureV2, 'signature'>) {
  return `comptoir-signature-2 ${seal} ${before} ${signedAt}`
}

/** A signature of format 2 as it is stored. */
export function signatureText({ signedAt, before, signature }: SignatureV2): string {
  return `2 ${signedAt} ${before} ${signature}`
}

/** A stored signature of format 2; undefined for any other text. */
export function parseSignatureV2(text: string): SignatureV2 | undefined {
  const [, signedAt, before, signature] = SECOND.exec(text) ?? []
  return signedAt !== undefined && before !== undefined && signature !== undefined
    ? { signedAt, before, signature }
    : undefined
}

/** What a stored signature signs, and its bytes in base64. */
export function signedBy(seal: string, stored: string): { text: string; signature: string } {
  const second = parseSignatureV2(stored)
  return second
    ? { text: textToSign(seal, second), signature: second.signature }
    : { text: seal, signature: stored }
}

/** SHA-256 of a stored signature, in hexadecimal, as the next signature covers it. */
export function signatureHash(stored: string | undefined): string {
  return stored === undefined ? NO_SIGNATURE : bytesToHex(sha256(utf8ToBytes(stored)))
}

/** The till signs within the second; a page that was put to sleep in between stamps again. */
const AT_ONCE_MS = 10 * 60_000

/** Whether an entry was signed at another time than its own. */
export function isSignedLate(signedAt: string, at: string): boolean {
  return !(Math.abs(Date.parse(signedAt) - Date.parse(at)) <= AT_ONCE_MS)
}
