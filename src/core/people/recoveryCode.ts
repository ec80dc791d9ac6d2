import { assert } from '@/core/assert'

/** Digits and letters that cannot be confused (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16
const GROUP = 4

/** Number of random bytes for a code, one for each letter. */
export const RECOVERY_CODE_BYTES = LENGTH

/**
 * A code of 80 bits to write down: `K7QM-2XHD-9TRB-WZ4N`. `random` must be `RECOVERY_CODE_BYTES`
 * long.
 */
export function recoveryCodeFrom(random: Uint8Array): string {
  assert(random.length === RECOVERY_CODE_BYTES, 'a code is made of RECOVERY_CODE_BYTES')
  const letters = [...random].map(byte => LETTERS[byte % LETTERS.length]).join('')
  return letters.replace(new RegExp(`(.{${GROUP}})(?=.)`, 'g'), '$1-')
}

/**
 * A code in the form that is hashed, however it was typed: without spaces, in capitals, O as 0, I
 * and L as 1.
 */
export function plainRecoveryCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
}

/** Whether a text has the length of a recovery code. */
export function isRecoveryCode(typed: string): boolean {
  return plainRecoveryCode(typed).length === LENGTH
}
