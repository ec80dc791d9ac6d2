import { parseReceiptCode, readReceipt, type ReadReceipt, type ReceiptPart } from './receiptCode'

/** Result of scanning a receipt's code: the whole receipt, or the number of parts still missing. */
export type ReceiptScan =
  | { kind: 'whole'; read: ReadReceipt }
  | { kind: 'part'; parts: readonly ReceiptPart[]; missing: number }
  | { kind: 'unreadable' }

/**
 * Adds a scanned code to the parts of the same receipt scanned before; parts of other receipts are
 * dropped.
 */
export function addReceiptPart(before: readonly ReceiptPart[], code: string): ReceiptScan {
  const part = parseReceiptCode(code)
  if (!part) return { kind: 'unreadable' }
  const same = before.filter(one => one.id === part.id && one.count === part.count)
  const parts = [...same.filter(one => one.part !== part.part), part]
  if (parts.length < part.count) return { kind: 'part', parts, missing: part.count - parts.length }
  const read = readReceipt(parts)
  return read ? { kind: 'whole', read } : { kind: 'unreadable' }
}
