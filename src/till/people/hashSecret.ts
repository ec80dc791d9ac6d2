import { bytesToHex, randomBytes } from '@noble/hashes/utils.js'
import type { PinHash } from '@/core/people/user'

/**
 * Hashes a secret with a salt, slowly; `cost` is a power of two. Salt and result are in
 * hexadecimal.
 */
export type SlowHash = (secret: string, salt: string, cost: number) => Promise<string>

/**
 * 32 MB, about 150 ms on a desktop of 2024 and some 600 ms on a tablet of 2019: too short for a
 * person to notice, and the price a thief pays for each guess.
 */
const COST = 2 ** 15
const SALT_BYTES = 16

/** Hashes a secret for storage: salted, slow to guess, impossible to read back. */
export async function hashSecret(slowHash: SlowHash, secret: string): Promise<PinHash> {
  const salt = bytesToHex(randomBytes(SALT_BYTES))
  return { algorithm: 'scrypt', salt, hash: await slowHash(secret, salt, COST), cost: COST }
}

/** Whether a stored hash is the hash of this secret. */
export async function isHashOf(
  slowHash: SlowHash,
  kept: PinHash,
  secret: string,
): Promise<boolean> {
  return (await slowHash(secret, kept.salt, kept.cost)) === kept.hash
}
