import { parseReceiptCode, readReceipt, type ReadReceipt, type ReceiptPart } from './receiptCode'

/** What a scan of a receipt's code gives: it whole, or how many of its parts are still missing. */
export type ReceiptScan =
  | { kind: 'whole'; read: ReadReceipt }
  | { kind: 'part'; parts: readonly ReceiptPart[]; missing: number }
  | { kind: 'unreadable' }

/** A scanned code with the parts of the same receipt scanned before; those of another are left. */
export function addReceiptPart(before: readonly ReceiptPart[], code: string): ReceiptScan {
  const part = parseReceiptCode(code)
  if (!part) return { kind: 'unreadable' }
  const same = before.filter(one => one.id === part.id && one.count === part.count)
  const parts = [...same.filter(one => one.part !== part.part), part]
  if (parts.length < part.count) return { kind: 'part', parts, missing: part.count - parts.length }
  const read = readReceipt(parts)
  return read ? { kind: 'whole', read } : { kind: 'unreadable' }
}
