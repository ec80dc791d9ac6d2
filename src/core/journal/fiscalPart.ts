import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * Version of the fiscal part: the code that makes, seals, numbers and totals entries. An
 * attestation states this version and the fingerprint, so that it covers exactly known code (R12).
 */
export const FISCAL_VERSION = '1'

/**
 * Files of the fiscal part, relative to `src/`: the code that seals an event or writes the journal,
 * and the code that makes the sealed events. A test derives from the code which files must be
 * listed here. The fingerprint recorded beside that test changes with any of these files; `npx
 * vitest run tests/core/journal/fiscalPart.test.ts -u` records the new one.
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
  'core/journal/journalFault.ts',
  'core/journal/journalCheck.ts',
  'core/journal/purge.ts',
  'core/journal/sealSignature.ts',
  'core/journal/series.ts',
  'core/journal/space.ts',
  'core/journal/tillCode.ts',
  'core/moment.ts',
  'core/money.ts',
  'core/orders/agreedEntry.ts',
  'core/orders/billedRate.ts',
  'core/orders/orderChanges.ts',
  'core/orders/orderCurrency.ts',
  'core/orders/orderDecision.ts',
  'core/orders/orderDelivery.ts',
  'core/orders/orderDiscount.ts',
  'core/orders/orderImport.ts',
  'core/orders/orderLines.ts',
  'core/orders/orderPreparation.ts',
  'core/orders/orderProof.ts',
  'core/orders/orderSale.ts',
  'core/orders/orderState.ts',
  'core/orders/orderTender.ts',
  'core/orders/orderVat.ts',
  'core/orders/shopOrder.ts',
  'core/orders/slipAmount.ts',
  'core/orders/slipParts.ts',
  'core/orders/voucherScopes.ts',
  'core/payment/debt.ts',
  'core/payment/mealVouchers.ts',
  'core/payment/partPaid.ts',
  'core/payment/refund.ts',
  'core/payment/refundRights.ts',
  'core/payment/saleRights.ts',
  'core/payment/settle.ts',
  'core/payment/tender.ts',
  'core/people/permissions.ts',
  'core/people/team.ts',
  'core/people/user.ts',
  'core/settings/seller.ts',
  'core/ticket/approvedOff.ts',
  'core/ticket/discount.ts',
  'core/ticket/discountLimit.ts',
  'core/ticket/lastAction.ts',
  'core/ticket/lines.ts',
  'core/ticket/pricing.ts',
  'core/ticket/shipping.ts',
  'core/ticket/ticket.ts',
  'core/typedAmount.ts',
  'core/vat.ts',
  'storage/backup/restore.ts',
  'storage/closing/closings.ts',
  'storage/journal/append.ts',
  'storage/journal/appendSale.ts',
  'storage/journal/faultyJournal.ts',
  'storage/journal/findFault.ts',
  'storage/journal/heads.ts',
  'storage/journal/inspection.ts',
  'storage/journal/purge.ts',
  'storage/journal/refusals.ts',
  'storage/journal/sealSignatures.ts',
  'storage/journal/signatures.ts',
  'storage/journal/tillCodes.ts',
  'storage/payment/debtTakings.ts',
  'storage/people/rights.ts',
  'storage/people/users.ts',
  'storage/ticket/drafts.ts',
  'till/backup/restoreBackup.ts',
  'till/closing/closeDay.ts',
  'till/closing/drawer.ts',
  'till/documents/invoiceSale.ts',
  'till/documents/recordPrinting.ts',
  'till/journal/followTillCode.ts',
  'till/journal/goOnAfterFault.ts',
  'till/journal/inspection.ts',
  'till/journal/purgeJournal.ts',
  'till/journal/recordTrace.ts',
  'till/journal/signLeftovers.ts',
  'till/journal/signSeal.ts',
  'till/journal/stampEvent.ts',
  'till/openTill.ts',
  'till/orders/appendOrderEvent.ts',
  'till/orders/createSaleMaker.ts',
  'till/orders/orderRecorder.ts',
  'till/payment/keepDebtTaken.ts',
  'till/payment/payDebt.ts',
  'till/payment/sellTicket.ts',
  'till/people/checkPin.ts',
  'till/people/recoverOwner.ts',
  'till/people/rights.ts',
  'till/people/team.ts',
  'till/ticket/keepDraft.ts',
  'till/ticket/parkTicket.ts',
] as const

/**
 * SHA-256, in hexadecimal, over one line for each file in the given order: its path and the SHA-256
 * of its text. Line ends are first made those of Unix, so that every computer finds the same
 * fingerprint.
 */
export function fiscalFingerprint(files: Iterable<readonly [path: string, text: string]>): string {
  const lines = [...files].map(
    ([path, text]) => `${path} ${hashOf(text.replaceAll('\r\n', '\n'))}\n`,
  )
  return hashOf(lines.join(''))
}

const hashOf = (text: string) => bytesToHex(sha256(utf8ToBytes(text)))
