/** What could be shown of one sealed entry. */
export interface SealCheck {
  /** Its seal is the seal of what it holds. */
  intact: boolean
  /** The entry before it holds the seal it names. */
  linked: boolean
  /** The device's signature over the seal. Missing: the browser had no cryptography. */
  signature: 'valid' | 'invalid' | 'missing'
}

/** Whether nothing at all speaks against an entry. */
export function isTrusted(check: SealCheck): boolean {
  return check.intact && check.linked && check.signature !== 'invalid'
}
