import { onUnmounted } from 'vue'
import { useRouter } from 'vue-router'
import type { DocumentNumberV1 } from '@/core/journal/events/saleV1'
import { isSale } from '@/core/journal/journal'
import { useReceiptCheckStore } from '@/stores/documents/receiptCheck'
import { useSalesStore } from '@/stores/journal/sales'
import { useScannerStore, type ScanHandler } from '@/stores/scanning/scanner'

/** Hands scans to this screen as long as it is shown. */
export function useScans(handler: ScanHandler): void {
  onUnmounted(useScannerStore().listen(handler))
}

/** Shows the sale of a scanned receipt; says so when this till did not make it. */
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
 * Opens the sale of a scanned receipt code that carries the receipt, where this till made it. A
 * receipt of another till, or one that is not genuine, is shown with the result of its check.
 */
export function useSealedReceipt(): (code: string) => Promise<void> {
  const router = useRouter()
  const check = useReceiptCheckStore()

  return async code => {
    const verdict = await check.take(code)
    const isOpened = verdict?.known === 'same' && isSale(verdict.read.entry)
    if (isOpened) check.forget()
    await router.push(isOpened ? `/sales/${verdict.read.entry.number}` : '/sales')
  }
}
