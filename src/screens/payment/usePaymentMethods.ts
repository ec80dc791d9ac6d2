import { computed } from 'vue'
import { useMessages } from '@/messages/useMessages'
import { useRulesStore } from '@/stores/settings/rules'

/** The means of payment in use, each with the name the receipt will have. */
export function usePaymentMethods() {
  const { t } = useMessages()
  const rules = useRulesStore()
  return computed(() =>
    rules.tenderMeans.map(method => ({
      ...method,
      name: method.name || t(`tender.${method.kind}`),
    })),
  )
}
