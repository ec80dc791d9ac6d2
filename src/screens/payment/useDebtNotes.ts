import { computed } from 'vue'
import { fullName } from '@/core/customers/customer'
import { referenceKey } from '@/core/journal/entryReference'
import { givenCents } from '@/core/payment/tender'
import type { SaleEntry } from '@/core/journal/journal'
import { addressOfSale } from '@/core/sharing/shopSales'
import { useMessages } from '@/messages/useMessages'
import { useDebtStore } from '@/stores/payment/debt'

/**
 * Notes for a list of sales on the ones still due, by entry reference: how much, on which till, and by
 * whom; and where each is.
 */
export function useDebtNotes() {
  const { t, cents } = useMessages()
  const debt = useDebtStore()
  const notes = computed(
    () =>
      new Map(
        debt.debts.map(({ sale, journal, stillDueCents, taken }) => [
          referenceKey(sale),
          [
            t('debt.still', { amount: cents(stillDueCents) }),
            ...(taken.length === 0 ? [] : [`${t('payment.taken')} ${cents(givenCents(taken))}`]),
            ...(journal === null ? [] : [t('otherTills.one', { letter: sale.till })]),
          ].join(' · '),
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
  const journals = computed(
    () => new WeakMap(debt.debts.map(({ sale, journal }) => [sale, journal] as const)),
  )
  const addressOf = (sale: SaleEntry) =>
    addressOfSale({ sale, journal: journals.value.get(sale) ?? null })
  return { notes, buyers, addressOf }
}
