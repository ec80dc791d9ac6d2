import type { ReadReceipt } from './receiptCode'
import type { SealCheck } from '@/core/journal/sealCheck'

/** What could be shown of a receipt that was scanned. */
export interface ReceiptVerdict {
  read: ReadReceipt
  /** By the key that the receipt brings. */
  signature: SealCheck['signature']
  /** This till's journal holds the very same entry. */
  isOwn: boolean
}

/**
 * `sound`: nothing in it was changed since it was sealed, and its signature is that of the key
 * it names; `unproven`: sealed, but nothing says by whom; `altered`: it is not what was sealed.
 */
export function verdictOf({
  read,
  signature,
  isOwn,
}: ReceiptVerdict): 'sound' | 'unproven' | 'altered' {
  if (!read.isIntact || signature === 'invalid') return 'altered'
  return isOwn || signature === 'valid' ? 'sound' : 'unproven'
}
