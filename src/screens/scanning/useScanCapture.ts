import { onScopeDispose } from 'vue'
import { useScanTaking } from './useScanTaking'
import { captureScans } from '@/scanning/captureScans'
import { useScannerStore } from '@/stores/scanning/scanner'

/** Listens to scanners that type as long as the till is shown, wherever the focus is. */
export function useScanCapture(): void {
  const { isKnown } = useScannerStore()
  const { take, refuseBroken } = useScanTaking()
  onScopeDispose(captureScans({ isKnown, onScan: take, onBroken: refuseBroken }))
}
