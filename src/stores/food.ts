import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useCatalogueStore } from './catalogue'
import { useRulesStore } from './rules'
import { foodRule } from '@/core/mealVouchers'

/** What meal vouchers may pay, as the owner marked it. */
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

  return { isFood }
})
