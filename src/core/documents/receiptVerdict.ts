import type { ReadReceipt } from './receiptCode'
import type { SealCheck } from '@/core/journal/sealCheck'

/** Result of checking a scanned receipt. */
export interface ReceiptVerdict {
  read: ReadReceipt
  /** Checked with the key in the receipt. */
  signature: SealCheck['signature']
  /** This till's journal holds exactly this entry. */
  isOwn: boolean
}

/**
 * `sound`: unchanged since it was sealed, and either signed with the key it names or found in this
 * till's journal; `unproven`: the seal matches, but nothing proves who sealed it; `altered`: the
 * content or the signature does not match.
 */
export function verdictOf({
  read,
  signature,
  isOwn,
}: ReceiptVerdict): 'sound' | 'unproven' | 'altered' {
  if (!read.isIntact || signature === 'invalid') return 'altered'
  return isOwn || signature === 'valid' ? 'sound' : 'unproven'
}
