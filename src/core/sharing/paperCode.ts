import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { assert } from '@/core/assert'
import { plainRecoveryCode } from '@/core/people/recoveryCode'

/** Digits and letters that cannot be confused (Crockford's base 32): five bits each. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 130 bits that nobody can guess; of 1,000 wrong ways to type them, one passes the check. */
const SECRET_LETTERS = 26
const CHECK_LETTERS = 2
const GROUP = 4

/** Number of random bytes for a paper key, one for each letter. */
export const PAPER_CODE_BYTES = SECRET_LETTERS

/**
 * A paper key as it is printed, in seven groups of four: `7K2M-…`. The last two letters check the
 * others. `random` must be `PAPER_CODE_BYTES` long.
 */
export function paperCodeFrom(random: Uint8Array): string {
  assert(random.length === PAPER_CODE_BYTES, 'a code is made of PAPER_CODE_BYTES')
  const secret = [...random].map(byte => LETTERS[byte % LETTERS.length]).join('')
  return (secret + checkOf(secret)).replace(new RegExp(`(.{${GROUP}})(?=.)`, 'g'), '$1-')
}

/**
 * The letters of a paper key, however it was typed (spaces, small letters, O for 0, I and L for 1);
 * undefined when it was mistyped.
 */
export function secretOfPaperCode(typed: string): string | undefined {
  const plain = plainRecoveryCode(typed)
  if (plain.length !== SECRET_LETTERS + CHECK_LETTERS) return undefined
  const secret = plain.slice(0, SECRET_LETTERS)
  return checkOf(secret) === plain.slice(SECRET_LETTERS) ? secret : undefined
}

function checkOf(secret: string): string {
  const digest = sha256(utf8ToBytes(`comptoir paper key ${secret}`))
  return Array.from(digest.slice(0, CHECK_LETTERS), byte => LETTERS[byte % LETTERS.length]).join('')
}
