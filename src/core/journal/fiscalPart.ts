import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * Version of the part of the code that makes, seals, numbers and totals entries. An attestation
 * names it with its fingerprint, so that what it covers is known to the letter (R12).
 */
export const FISCAL_VERSION = '1'

/**
 * The files of that part, in `src/`: whoever seals an event or writes the journal, and what makes
 * the events that they seal. A test derives from the code which files must be here. The
 * fingerprint recorded beside that test tells when one of them changes;
 * `npx vitest run tests/core/journal/fiscalPart.test.ts -u` records the new one.
 */
export const FISCAL_FILES = [
  'core/catalogue/ecotax.ts',
  'core/catalogue/vatRates.ts',
  'core/closing/carried.ts',
  'core/closing/closing.ts',
  'core/closing/drawer.ts',
  'core/closing/takings.ts',
  'core/closing/totals.ts',
  'core/customers/vatNumber.ts',
  'core/days.ts',
  'core/documents/invoice.ts',
  'core/documents/receiptCode.ts',
  'core/documents/receiptWords.ts',
  'core/documents/reprints.ts',
  'core/journal/canonicalJson.ts',
  'core/journal/chain.ts',
  'core/journal/entryRanges.ts',
  'core/journal/entryReference.ts',
  'core/journal/events/closingV1.ts',
  'core/journal/events/drawerAndTracesV1.ts',
  'core/journal/events/saleV1.ts',
  'core/journal/events/v1.ts',
  'core/journal/journal.ts',
  'core/journal/journalCheck.ts',
  'core/journal/purge.ts',
  'core/journal/series.ts',
  'core/journal/space.ts',
  'core/journal/tillCode.ts',
  'core/moment.ts',
  'core/money.ts',
  'core/orders/agreedEntry.ts',
  'core/orders/billedRate.ts',
  'core/orders/orderChanges.ts',
  'core/orders/orderDelivery.ts',
  'core/orders/orderDiscount.ts',
  'core/orders/orderImport.ts',
  'core/orders/orderLines.ts',
  'core/orders/orderPreparation.ts',
  'core/orders/orderProof.ts',
  'core/orders/orderSale.ts',
  'core/orders/orderState.ts',
  'core/orders/orderTender.ts',
  'core/orders/shopOrder.ts',
  'core/payment/debt.ts',
  'core/payment/mealVouchers.ts',
  'core/payment/partPaid.ts',
  'core/payment/refund.ts',
  'core/payment/settle.ts',
  'core/payment/tender.ts',
  'core/people/team.ts',
  'core/people/user.ts',
  'core/settings/seller.ts',
  'core/ticket/approvedOff.ts',
  'core/ticket/discount.ts',
  'core/ticket/lastAction.ts',
  'core/ticket/lines.ts',
  'core/ticket/pricing.ts',
  'core/ticket/shipping.ts',
  'core/ticket/ticket.ts',
  'core/vat.ts',
  'storage/backup/restore.ts',
  'storage/closing/closings.ts',
  'storage/journal/append.ts',
  'storage/journal/appendSale.ts',
  'storage/journal/heads.ts',
  'storage/journal/inspection.ts',
  'storage/journal/purge.ts',
  'storage/journal/refusals.ts',
  'storage/journal/signatures.ts',
  'storage/journal/tillCodes.ts',
  'storage/payment/debtTakings.ts',
  'storage/people/users.ts',
  'storage/ticket/drafts.ts',
  'till/backup/restoreBackup.ts',
  'till/closing/closeDay.ts',
  'till/closing/drawer.ts',
  'till/documents/invoiceSale.ts',
  'till/documents/recordPrinting.ts',
  'till/journal/followTillCode.ts',
  'till/journal/inspection.ts',
  'till/journal/purgeJournal.ts',
  'till/journal/recordTrace.ts',
  'till/journal/signJournal.ts',
  'till/journal/signSeal.ts',
  'till/journal/stampEvent.ts',
  'till/openTill.ts',
  'till/orders/createSaleMaker.ts',
  'till/orders/orderRecorder.ts',
  'till/payment/keepDebtTaken.ts',
  'till/payment/payDebt.ts',
  'till/payment/sellTicket.ts',
  'till/people/checkPin.ts',
  'till/people/recoverOwner.ts',
  'till/people/team.ts',
  'till/ticket/keepDraft.ts',
  'till/ticket/parkTicket.ts',
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
