import { scryptAsync } from '@noble/hashes/scrypt.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { SlowHash } from './hashSecret'

/**
 * scrypt (RFC 7914), in plain JavaScript as browsers have none, and none at all on a page
 * without https. It lets go every 10 ms; the page has it run in its worker all the same.
 */
export const slowHash: SlowHash = async (secret, salt, cost) => {
  const hash = await scryptAsync(secret, hexToBytes(salt), { N: cost, r: 8, p: 1, dkLen: 32 })
  return bytesToHex(hash)
}
