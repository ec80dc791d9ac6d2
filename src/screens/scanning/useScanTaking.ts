import { useSounds } from '@/screens/useSounds'
import type { Scan } from '@/core/scanning/readings'
import { useQuickEntryStore } from '@/stores/ticket/quickEntry'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { useScannerStore, type ScanOutcome, type ScanRefusal } from '@/stores/scanning/scanner'

/**
 * Hands scans to the screen shown, and plays a sound for what became of each. A scan that sells
 * nothing takes what was typed before it along: its own first digits may be among that.
 */
export function useScanTaking(): { take: (scan: Scan) => ScanOutcome; refuseBroken: () => void } {
  const scanner = useScannerStore()
  const payment = usePaymentPhaseStore()
  const quickEntry = useQuickEntryStore()
  const { play } = useSounds()

  /** Nothing is added during a payment, nor behind a sheet that hides the ticket. */
  function obstacle(): ScanRefusal | null {
    if (payment.isPaying) return 'paying'
    return document.querySelector('dialog[open]:not([data-takes-scans])') ? 'sheet-open' : null
  }

  function take(scan: Scan): ScanOutcome {
    const outcome = scanner.take(scan, obstacle())
    if (outcome !== 'taken') quickEntry.clear()
    play(outcome === 'taken' ? 'ok' : outcome === 'unknown' ? 'unknown' : 'refused')
    return outcome
  }

  function refuseBroken(): void {
    quickEntry.clear()
    scanner.refuse('broken')
    play('refused')
  }

  return { take, refuseBroken }
}
