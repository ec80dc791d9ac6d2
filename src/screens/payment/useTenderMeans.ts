import { computed } from 'vue'
import { useMessages } from '@/messages/useMessages'
import { useRulesStore } from '@/stores/settings/rules'

/** The means of payment in use, each with the name the receipt will have. */
export function useTenderMeans() {
  const { t } = useMessages()
  const rules = useRulesStore()
  return computed(() =>
    rules.tenderMeans.map(means => ({ ...means, name: means.name || t(`tender.${means.kind}`) })),
  )
}
