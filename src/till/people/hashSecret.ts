import { bytesToHex, randomBytes } from '@noble/hashes/utils.js'
import type { PinHash } from '@/core/people/user'

/** Hashes a secret with a salt, both texts, slowly: `cost` is a power of two. In hexadecimal. */
export type SlowHash = (secret: string, salt: string, cost: number) => Promise<string>

/**
 * 32 MB and about 150 ms on a desktop of 2024, some 600 ms on a tablet of 2019: what a person
 * does not notice, and what makes each of a thief's guesses cost as much.
 */
const COST = 2 ** 15
const SALT_BYTES = 16

/** A secret as it may be kept: salted, slow to guess, never to be read back. */
export async function hashSecret(slowHash: SlowHash, secret: string): Promise<PinHash> {
  const salt = bytesToHex(randomBytes(SALT_BYTES))
  return { algorithm: 'scrypt', salt, hash: await slowHash(secret, salt, COST), cost: COST }
}

/** Whether a kept hash is that of a secret. */
export async function isHashOf(
  slowHash: SlowHash,
  kept: PinHash,
  secret: string,
): Promise<boolean> {
  return (await slowHash(secret, kept.salt, kept.cost)) === kept.hash
}
