import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useProblemStore } from '@/stores/problem'
import { useRulesStore } from '@/stores/settings/rules'
import { useTicketStore } from './ticket'
import { useContext } from '@/stores/useContext'
import { chooseDelivery } from '@/core/ticket/delivery'
import type { DeliveryMethod } from '@/core/ticket/ticket'

/** How the goods of the ticket leave the shop, and the shipping this adds. */
export const useDeliveryStore = defineStore('delivery', () => {
  const context = useContext()
  const ticket = useTicketStore()
  const catalogue = useCatalogueStore()
  const rules = useRulesStore()
  const notice = useProblemStore()

  /** The shipping article that each delivery method adds, if any. */
  const adds = computed(() =>
    Object.fromEntries(
      Object.entries(rules.rules.deliveryArticles).flatMap(([method, articleId]) => {
        const article = catalogue.articlesById.get(articleId)
        return article ? [[method, article]] : []
      }),
    ),
  )

  /** On opening, the article of the shipping may not be here yet. */
  async function choose(method: DeliveryMethod): Promise<void> {
    if (!catalogue.isWhole) await catalogue.loadWhole()
    const article = adds.value[method]
    const chosen = chooseDelivery(
      ticket.ticket,
      method,
      article
        ? {
            article,
            departmentName:
              catalogue.departmentsById.get(article.departmentIds[0] ?? '')?.name ?? '',
            lineId: context.newId(),
            rule: rules.rules.shippingRule,
          }
        : null,
    )
    if (chosen.ok) ticket.change(() => chosen.value)
    else notice.show(chosen.error)
  }

  return { adds, choose }
})
