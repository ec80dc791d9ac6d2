import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * Version of the part of the code that makes, seals, numbers and totals entries. An attestation
 * names it with its fingerprint, so that what it covers is known to the letter (R12).
 */
export const FISCAL_VERSION = '1'

/**
 * The files of that part, in `src/`. The fingerprint recorded beside their test tells when one
 * of them changes; `npx vitest run tests/core/journal/fiscalPart.test.ts -u` records the new one.
 */
export const FISCAL_FILES = [
  'core/journal/canonicalJson.ts',
  'core/closing/carried.ts',
  'core/closing/closing.ts',
  'core/payment/debt.ts',
  'core/ticket/discount.ts',
  'core/closing/drawer.ts',
  'core/catalogue/ecotax.ts',
  'core/journal/entryRanges.ts',
  'core/journal/events/drawerAndTracesV1.ts',
  'core/journal/events/closingV1.ts',
  'core/journal/events/saleV1.ts',
  'core/journal/events/v1.ts',
  'core/documents/invoice.ts',
  'core/journal/journal.ts',
  'core/payment/mealVouchers.ts',
  'core/moment.ts',
  'core/money.ts',
  'core/ticket/pricing.ts',
  'core/journal/purge.ts',
  'core/documents/receiptCode.ts',
  'core/documents/receiptWords.ts',
  'core/payment/refund.ts',
  'core/documents/reprints.ts',
  'core/settings/seller.ts',
  'core/journal/series.ts',
  'core/payment/settle.ts',
  'core/ticket/shipping.ts',
  'core/closing/takings.ts',
  'core/payment/tender.ts',
  'core/closing/totals.ts',
  'core/vat.ts',
  'storage/journal/append.ts',
  'storage/closing/closings.ts',
  'storage/journal/tillCodes.ts',
  'storage/journal/purge.ts',
  'till/closing/closeDay.ts',
  'till/documents/invoiceSale.ts',
  'till/openTill.ts',
  'till/payment/payDebt.ts',
  'till/documents/recordPrinting.ts',
  'till/journal/purgeJournal.ts',
  'till/journal/recordTrace.ts',
  'till/payment/sellTicket.ts',
  'till/journal/signJournal.ts',
  'till/journal/signSeal.ts',
  'till/journal/stampEvent.ts',
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
