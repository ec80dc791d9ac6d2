import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from '@/core/journal/canonicalJson'
import type { UnnumberedSale } from '@/core/payment/settle'

/**
 * Fingerprint of the values of an entry that the owner saw before it is sealed: lines, VAT, total,
 * tenders and delivery. An entry with another fingerprint was not agreed to.
 */
export function agreedFingerprint(entry: UnnumberedSale): string {
  const { kind, lines, vat, totalCents, tenders, delivery } = entry
  const sold = lines.map(({ refundOf: _numberedLater, ...line }) => line)
  const seen = canonicalJson({ kind, lines: sold, vat, totalCents, tenders, delivery })
  return bytesToHex(sha256(utf8ToBytes(seen)))
}
