import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useRulesStore } from '@/stores/settings/rules'
import type { TenderKind } from '@/core/payment/tender'

/** The payment methods in use, each with the name that the receipt will have. */
export const usePaymentMethodsStore = defineStore('paymentMethods', () => {
  const rules = useRulesStore()
  const nameOf = shallowRef<(kind: TenderKind) => string>(kind => kind)
  const methods = computed(() =>
    rules.tenderMeans.map(method => ({
      ...method,
      name: method.name || nameOf.value(method.kind),
    })),
  )

  /** Gives the usual names, in the language of the screen, to methods that the owner did not name. */
  function giveUsualNames(names: (kind: TenderKind) => string): void {
    nameOf.value = names
  }

  return { methods, nameOf, giveUsualNames }
})
