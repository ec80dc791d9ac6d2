import { computed } from 'vue'
import { fullName } from '@/core/customers/customer'
import { referenceKey } from '@/core/journal/entryReference'
import { useMessages } from '@/messages/useMessages'
import { useDebtStore } from '@/stores/payment/debt'

/** Notes for a list of sales on the ones still due, by entry reference: how much, and by whom. */
export function useDebtNotes() {
  const { t, cents } = useMessages()
  const debt = useDebtStore()
  const notes = computed(
    () =>
      new Map(
        debt.debts.map(({ sale, stillDueCents }) => [
          referenceKey(sale),
          t('debt.still', { amount: cents(stillDueCents) }),
        ]),
      ),
  )
  const buyers = computed(
    () =>
      new Map(
        debt.debts.flatMap(({ sale }) => {
          const debtor = debt.debtors.get(sale.event.customerId)
          return debtor ? [[referenceKey(sale), fullName(debtor)] as const] : []
        }),
      ),
  )
  return { notes, buyers }
}
