import type { SignedText } from './signature'

/**
 * A signature of format 2, `2 <moment> <hash of the signature before> <signature>`: it covers the
 * seal, the signature of the entry before and the moment it was made. Format 1 covers the seal alone.
 */
export interface SecondFormat {
  signedAt: string
  before: string
  signature: string
}

const SECOND = /^2 (\S{1,40}) ([0-9a-f]{64}) ([\w+/=]+)$/

/** A signature of format 2; undefined for any other text. */
export function secondIn(stored: string): SecondFormat | undefined {
  const [, signedAt, before, signature] = SECOND.exec(stored) ?? []
  return signedAt !== undefined && before !== undefined && signature !== undefined
    ? { signedAt, before, signature }
    : undefined
}

/** What the signature of an entry signs. */
export function signedTextOf(seal: string, stored: string): SignedText {
  const second = secondIn(stored)
  if (!second) return { text: seal, signature: stored }
  const { before, signedAt, signature } = second
  return { text: `comptoir-signature-2 ${seal} ${before} ${signedAt}`, signature }
}
