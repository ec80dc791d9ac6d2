import { useSounds } from '@/screens/useSounds'
import type { Scan } from '@/core/scanning/readings'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { useScannerStore, type ScanOutcome, type ScanRefusal } from '@/stores/scanning/scanner'

/** Hands scans to the screen shown, and plays a sound for what became of each. */
export function useScanTaking(): (scan: Scan) => ScanOutcome {
  const scanner = useScannerStore()
  const payment = usePaymentPhaseStore()
  const { play } = useSounds()

  /** Nothing is added during a payment, nor behind a sheet that hides the ticket. */
  function obstacle(): ScanRefusal | null {
    if (payment.isPaying) return 'paying'
    return document.querySelector('dialog[open]:not([data-takes-scans])') ? 'sheet-open' : null
  }

  return scan => {
    const outcome = scanner.take(scan, obstacle())
    play(outcome === 'taken' ? 'ok' : outcome === 'unknown' ? 'unknown' : 'refused')
    return outcome
  }
}
