import { until } from '@vueuse/core'
import { defineStore } from 'pinia'
import { afterPaint } from '@/stores/afterPaint'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { useProblemStore } from '@/stores/problem'
import { useContext } from '@/stores/useContext'
import type { Ticket } from '@/core/ticket/ticket'
import { keepInProgress } from '@/till/ticket/keepDraft'

const TRY_AGAIN_MS = 2_000

/**
 * The copy on disk of the ticket at the counter. Where it cannot be written, the person is told, and
 * it is written again until it is: the ticket in memory is the only one meanwhile.
 */
export const useDraftStore = defineStore('draft', () => {
  const context = useContext()
  const notice = useProblemStore()
  const payment = usePaymentPhaseStore()
  let later: ReturnType<typeof setTimeout> | undefined

  /** Writes the ticket once the result of a tap is painted. */
  function keep(current: () => Ticket): void {
    afterPaint(() => void write(current).catch(reportError))
  }

  async function write(current: () => Ticket): Promise<void> {
    // A sale takes its ticket off the disk: written behind it, a ticket that is sold would be back.
    if (payment.isSealing) await until(() => payment.isSealing).toBe(false)
    const ticket = current()
    const kept = await keepInProgress(context, ticket)
    if (kept.ok) {
      if (ticket === current()) settle()
      return
    }
    if (later === undefined) notice.show(kept.error)
    clearTimeout(later)
    later = setTimeout(() => void write(current).catch(reportError), TRY_AGAIN_MS)
  }

  function settle(): void {
    if (later === undefined) return
    clearTimeout(later)
    later = undefined
    notice.settle('ticket-not-written')
  }

  return { keep }
})
