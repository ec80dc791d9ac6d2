import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { CustomerView } from '@/core/ticket/customerView'

/** What the customer sees of a debt that is paid; apart, as the customer's screen loads no debts. */
export const useDebtShownStore = defineStore('debtShown', () => {
  const view = shallowRef<CustomerView | null>(null)

  function show(next: CustomerView | null): void {
    view.value = next
  }

  return { view, show }
})
