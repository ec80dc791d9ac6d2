import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useRulesStore } from '@/stores/settings/rules'
import type { TenderKind } from '@/core/payment/tender'

/** The payment methods in use, each with the name that receipts show. */
export const usePaymentMethodsStore = defineStore('paymentMethods', () => {
  const rules = useRulesStore()
  const nameOf = shallowRef<(kind: TenderKind) => string>(kind => kind)
  const methods = computed(() =>
    rules.tenderMeans.map(method => ({
      ...method,
      name: method.name || nameOf.value(method.kind),
    })),
  )

  /**
   * Gives payment methods that the owner did not name their usual names, in the screen's language.
   */
  function giveUsualNames(names: (kind: TenderKind) => string): void {
    nameOf.value = names
  }

  return { methods, nameOf, giveUsualNames }
})
