import { onUnmounted } from 'vue'
import { useRouter } from 'vue-router'
import type { DocumentNumberV1 } from '@/core/journal/events/saleV1'
import { isOpenable } from '@/core/documents/receiptVerdict'
import { referenceKey } from '@/core/journal/entryReference'
import { isSale } from '@/core/journal/journal'
import { useReceiptCheckStore } from '@/stores/documents/receiptCheck'
import { useSalesStore } from '@/stores/journal/sales'
import { useScannerStore, type ScanHandler } from '@/stores/scanning/scanner'

/** Hands scans to this screen as long as it is shown. */
export function useScans(handler: ScanHandler): void {
  onUnmounted(useScannerStore().listen(handler))
}

/** Shows the sale of a scanned receipt; says so when no till of the shop made it, as far as is known. */
export function useScannedReceipt(): (document: DocumentNumberV1) => Promise<void> {
  const router = useRouter()
  const sales = useSalesStore()
  const scanner = useScannerStore()

  return async document => {
    const address = await sales.addressOfDocument(document)
    if (address === null) scanner.refuse('receipt-unknown')
    else await router.push(`/sales/${address}`)
  }
}

/**
 * Opens the sale of a scanned receipt code that carries the receipt, where this till or another one of
 * the shop made it. Any other receipt is shown with the result of its check.
 */
export function useSealedReceipt(): (code: string) => Promise<void> {
  const router = useRouter()
  const check = useReceiptCheckStore()

  return async code => {
    const verdict = await check.take(code)
    const isOpened = verdict && isOpenable(verdict.known) && isSale(verdict.read.entry)
    if (isOpened) check.forget()
    await router.push(isOpened ? `/sales/${referenceKey(verdict.read.entry)}` : '/sales')
  }
}
