import { until } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useRulesStore } from '@/stores/settings/rules'
import { foodCentsOf, foodRule } from '@/core/payment/mealVouchers'
import type { PricedLine } from '@/core/ticket/pricing'

const LONGEST_WAIT_MS = 10_000

/** What meal vouchers may pay, as the owner set it. */
export const useFoodStore = defineStore('food', () => {
  const catalogue = useCatalogueStore()
  const rules = useRulesStore()

  const isFood = computed(() =>
    foodRule({
      departments: catalogue.departments,
      markedIds: rules.rules.mealVoucherDepartments,
      articles: catalogue.articles,
      articleOf: articleId => catalogue.articlesById.get(articleId),
    }),
  )

  /** Cents of these lines that are food; null where the owner has not said what food is. */
  const foodCents = (priced: readonly PricedLine[]) =>
    isFood.value && foodCentsOf(priced, isFood.value)

  /**
   * Resolves once every article is here, because any may tell what food is. Goods are paid for all the
   * same where they do not come.
   */
  async function ready(): Promise<void> {
    // Nothing is missing but while the first shelf stands alone.
    if (catalogue.firstShelf.length === 0) return
    catalogue.loadWhole().catch(reportError)
    await until(() => catalogue.isWhole).toBe(true, { timeout: LONGEST_WAIT_MS })
  }

  return {
    isFood,
    foodCents,
    ready,
  }
})
