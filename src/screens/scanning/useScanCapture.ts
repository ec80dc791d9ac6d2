import { onScopeDispose } from 'vue'
import { useScanTaking } from './useScanTaking'
import type { Scan } from '@/core/scanning/readings'
import { captureScans } from '@/scanning/captureScans'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useScannerStore } from '@/stores/scanning/scanner'

/** Listens to scanners that type as long as the till is shown, wherever the focus is. */
export function useScanCapture(): void {
  const { isKnown } = useScannerStore()
  const catalogue = useCatalogueStore()
  const { take, refuseBroken } = useScanTaking()
  /** On opening, a code is looked for once every article is here. */
  const onScan = (scan: Scan) => {
    if (catalogue.isWhole) take(scan)
    else void catalogue.loadWhole().then(() => take(scan))
  }
  onScopeDispose(captureScans({ isKnown, onScan, onBroken: refuseBroken }))
}
