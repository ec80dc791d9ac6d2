import { computed, shallowRef } from 'vue'
import type { Result, SellingError } from '@/core/errors'
import type { Tender, PaymentMethod } from '@/core/payment/tender'
import { NOTHING_PAID, type OpenPayment } from '@/core/payment/openPayment'

/**
 * A payment being entered, of a ticket or of a debt. What it takes, or gives up, is said to be
 * so once `keep` has it on disk: a card may have been debited.
 */
export function useKeptPayment(
  taken: () => readonly Tender[],
  keep: (taken: readonly Tender[]) => Promise<Result<true, SellingError>>,
) {
  const entry = shallowRef<OpenPayment>(NOTHING_PAID)
  const tendering = computed<OpenPayment>(() => ({ ...entry.value, taken: taken() }))
  /** What was taken, or given up, is on its way to the disk. */
  const isKeeping = shallowRef(false)
  const problem = shallowRef<SellingError | null>(null)

  /** Begins to enter with a means; null leaves the choice. What was taken stays. */
  function begin(method: PaymentMethod | null): void {
    entry.value = { ...NOTHING_PAID, method }
    problem.value = null
  }

  async function goOn(next: OpenPayment): Promise<void> {
    if (isKeeping.value) return
    problem.value = null
    if (next.taken !== taken()) {
      isKeeping.value = true
      const kept = await keep(next.taken).finally(() => (isKeeping.value = false))
      if (!kept.ok) {
        problem.value = kept.error
        return
      }
    }
    entry.value = next
  }

  return { tendering, isKeeping, problem, begin, goOn }
}
