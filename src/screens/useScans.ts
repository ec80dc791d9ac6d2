import { onUnmounted } from 'vue'
import { useRouter } from 'vue-router'
import type { DocumentNumberV1 } from '@/core/events/saleV1'
import { useSalesStore } from '@/stores/sales'
import { useScannerStore, type ScanHandler } from '@/stores/scanner'

/** Gives scans to this screen as long as it is shown. */
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
