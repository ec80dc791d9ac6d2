import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useRulesStore } from '@/stores/settings/rules'
import { foodCentsOf, foodRule } from '@/core/payment/mealVouchers'
import type { PricedLine } from '@/core/ticket/pricing'

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

  return { isFood, foodCents }
})
