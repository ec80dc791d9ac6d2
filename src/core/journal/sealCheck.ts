/** Result of checking one sealed entry. */
export interface SealCheck {
  /** The seal matches the content of the entry. */
  intact: boolean
  /** The entry before it has the seal that this entry names as the previous one. */
  linked: boolean
  /** The device's signature of the seal. `missing` when the browser had no cryptography. */
  signature: 'valid' | 'invalid' | 'missing'
}

/** Whether no check of an entry failed; a missing signature is accepted. */
export function isTrusted(check: SealCheck): boolean {
  return check.intact && check.linked && check.signature !== 'invalid'
}
