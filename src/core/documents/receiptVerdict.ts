import type { ReadReceipt } from './receiptCode'
import type { SealCheck } from '@/core/journal/sealCheck'

/**
 * What this till's journals say of a receipt. `same`: they hold exactly this entry. `purged`: it was
 * archived and purged. `missing` and `differs`: a key of this till signed it, but the journal does
 * not have it, or has another entry of its number. `elsewhere`: the copy of another till of the shop
 * holds exactly this entry. `nothing`: no key of this till signed it.
 */
export type KnownReceipt = 'same' | 'purged' | 'missing' | 'differs' | 'elsewhere' | 'nothing'

/** Result of checking a scanned receipt. */
export interface ReceiptVerdict {
  read: ReadReceipt
  /** Checked with the key in the receipt. */
  signature: SealCheck['signature']
  known: KnownReceipt
}

export type ReceiptFinding =
  'sound' | 'of-shop' | 'foreign' | 'unproven' | 'altered' | 'missing' | 'differs'

/**
 * `sound`: unchanged, and this till sealed it; `of-shop`: unchanged, and another till of the shop
 * sealed it; `foreign`: unchanged and signed, by a key that this till does not know; `unproven`: the
 * seal matches, but nothing proves who sealed it; `altered`: the content or the signature does not
 * match; `missing`, `differs`: this till signed it and its journal says otherwise, so that the journal
 * was cut, put back or altered.
 */
export function verdictOf({ read, signature, known }: ReceiptVerdict): ReceiptFinding {
  if (!read.isIntact || signature === 'invalid') return 'altered'
  if (known === 'missing' || known === 'differs') return known
  if (known === 'same' || known === 'purged') return 'sound'
  if (known === 'elsewhere') return 'of-shop'
  return signature === 'valid' ? 'foreign' : 'unproven'
}

/** Whether a receipt shows that this till's journal is not what it was. */
export const isAlarm = (finding: ReceiptFinding) => finding === 'missing' || finding === 'differs'

/** Whether the sale of a receipt may be opened here: its reference means it on this device. */
export const isOpenable = (known: KnownReceipt) => known === 'same' || known === 'elsewhere'
