import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * Version of the part of the code that makes, seals, numbers and totals entries. An attestation
 * names it with its fingerprint, so that what it covers is known to the letter (R12).
 */
export const FISCAL_VERSION = '1'

/**
 * The files of that part, in `src/`. The fingerprint recorded beside their test tells when one
 * of them changes; `npx vitest run tests/core/fiscalPart.test.ts -u` records the new one.
 */
export const FISCAL_FILES = [
  'core/canonicalJson.ts',
  'core/carried.ts',
  'core/closing.ts',
  'core/debt.ts',
  'core/discount.ts',
  'core/drawer.ts',
  'core/ecotax.ts',
  'core/entryRanges.ts',
  'core/events/booksV1.ts',
  'core/events/closingV1.ts',
  'core/events/saleV1.ts',
  'core/events/v1.ts',
  'core/invoice.ts',
  'core/journal.ts',
  'core/mealVouchers.ts',
  'core/moment.ts',
  'core/money.ts',
  'core/pricing.ts',
  'core/purge.ts',
  'core/receiptCode.ts',
  'core/receiptWords.ts',
  'core/refund.ts',
  'core/reprints.ts',
  'core/seller.ts',
  'core/series.ts',
  'core/settle.ts',
  'core/shipping.ts',
  'core/takings.ts',
  'core/tender.ts',
  'core/totals.ts',
  'core/vat.ts',
  'storage/append.ts',
  'storage/closings.ts',
  'storage/letters.ts',
  'storage/purge.ts',
  'till/closeDay.ts',
  'till/invoiceSale.ts',
  'till/openTill.ts',
  'till/payDebt.ts',
  'till/printDocument.ts',
  'till/purge.ts',
  'till/recordTrace.ts',
  'till/sellTicket.ts',
  'till/signJournal.ts',
  'till/signature.ts',
  'till/stamp.ts',
] as const

/**
 * SHA-256, in hexadecimal, over the name and the SHA-256 of each file in the order given, a
 * line each. Ends of lines are those of Unix, so that every computer finds the same.
 */
export function fiscalFingerprint(files: Iterable<readonly [path: string, text: string]>): string {
  const lines = [...files].map(
    ([path, text]) => `${path} ${hashOf(text.replaceAll('\r\n', '\n'))}\n`,
  )
  return hashOf(lines.join(''))
}

const hashOf = (text: string) => bytesToHex(sha256(utf8ToBytes(text)))
