import { computed, shallowRef } from 'vue'
import { usePaymentPhaseStore } from './phase'
import type { Result, SellingError } from '@/core/errors'
import type { Tender, PaymentMethod } from '@/core/payment/tender'
import { clear as clearEntered, NOTHING_PAID, type OpenPayment } from '@/core/payment/openPayment'

/**
 * A payment being entered, for a ticket or a debt. A tender shows as taken or removed only once
 * `keep` has stored it on disk: a card may have been debited.
 */
export function useKeptPayment(
  taken: () => readonly Tender[],
  keep: (taken: readonly Tender[]) => Promise<Result<true, SellingError>>,
) {
  const phase = usePaymentPhaseStore()
  const entry = shallowRef<OpenPayment>(NOTHING_PAID)
  const openPayment = computed<OpenPayment>(() => ({ ...entry.value, taken: taken() }))
  const problem = shallowRef<SellingError | null>(null)
  let barred: SellingError | null = null

  /**
   * Begins to enter a payment with a payment method; null leaves the choice open. Tenders already
   * taken stay.
   */
  function begin(method: PaymentMethod | null): void {
    entry.value = { ...NOTHING_PAID, method }
    problem.value = null
    barred = null
  }

  /** Forgets what is entered, once its tender was put on disk otherwise; all else stays as it is. */
  function clear(): void {
    entry.value = clearEntered(entry.value)
    problem.value = barred
  }

  /** Shows why nothing can be paid: until it is begun anew, no tender is taken. */
  function bar(error: SellingError): void {
    barred = error
    problem.value = error
  }

  /** Shows why the payment does not go on. */
  function refuse(error: SellingError): void {
    problem.value = error
  }

  async function goOn(next: OpenPayment): Promise<void> {
    if (phase.isKeeping) return
    problem.value = barred
    if (barred) return
    if (next.taken !== taken()) {
      const kept = await phase.keep(() => keep(next.taken))
      if (!kept.ok) {
        problem.value = kept.error
        return
      }
    }
    entry.value = next
  }

  return { openPayment, problem, begin, clear, bar, goOn, refuse }
}
