import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from '@/core/journal/canonicalJson'
import type { UnnumberedSale } from '@/core/payment/settle'

/**
 * Fingerprint of what an owner saw of an entry before it is sealed: what is sold or given
 * back, for how much, its VAT and what it was paid with. Another one is another entry, which
 * nobody agreed to.
 */
export function agreedFingerprint(entry: UnnumberedSale): string {
  const { kind, lines, vat, totalCents, tenders, delivery } = entry
  const sold = lines.map(({ refundOf: _numberedLater, ...line }) => line)
  const seen = canonicalJson({ kind, lines: sold, vat, totalCents, tenders, delivery })
  return bytesToHex(sha256(utf8ToBytes(seen)))
}
