import { assert } from '@/core/assert'

/** Digits and letters that nobody takes for one another (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 16
const GROUP = 4

/** Bytes of chance that a code is made of, one a letter. */
export const RECOVERY_CODE_BYTES = LENGTH

/** A code of 80 bits to write down: `K7QM-2XHD-9TRB-WZ4N`. */
export function recoveryCodeFrom(random: Uint8Array): string {
  assert(random.length === RECOVERY_CODE_BYTES, 'a recovery code is made of as many bytes')
  const letters = [...random].map(byte => LETTERS[byte % LETTERS.length]).join('')
  return letters.replace(new RegExp(`(.{${GROUP}})(?=.)`, 'g'), '$1-')
}

/** A code as it is hashed, however it was typed: spaces, small letters, O for 0, I or L for 1. */
export function plainRecoveryCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
}

export function isRecoveryCode(typed: string): boolean {
  return plainRecoveryCode(typed).length === LENGTH
}
