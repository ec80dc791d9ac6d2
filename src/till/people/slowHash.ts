import { scryptAsync } from '@noble/hashes/scrypt.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { SlowHash } from './hashSecret'

/**
 * scrypt (RFC 7914) in plain JavaScript: no browser offers it, and a page without https has no
 * cryptography at all. It yields every 10 ms; the page still runs it in its worker.
 */
export const slowHash: SlowHash = async (secret, salt, cost) => {
  const hash = await scryptAsync(secret, hexToBytes(salt), { N: cost, r: 8, p: 1, dkLen: 32 })
  return bytesToHex(hash)
}
