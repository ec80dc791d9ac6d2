import { watchDebounced } from '@vueuse/core'
import { computed, ref, shallowRef } from 'vue'
import type { Article } from '@/core/article'
import { useCatalogueStore } from '@/stores/catalogue'

/** Articles of the list: all, or those of a department, or those that were searched. */
export function useCatalogueFilter() {
  const catalogue = useCatalogueStore()
  const asked = ref('')
  const departmentId = ref<string | null>(null)
  const found = shallowRef<Article[] | null>(null)

  const shown = computed(() => {
    const all =
      departmentId.value === null ? catalogue.articles : catalogue.articlesOf(departmentId.value)
    if (found.value === null) return all
    const wanted = new Set(found.value.map(article => article.articleId))
    return all.filter(article => wanted.has(article.articleId))
  })

  watchDebounced(
    asked,
    async text => {
      const articles = text.trim() ? await catalogue.search(text) : null
      if (text === asked.value) found.value = articles
    },
    { debounce: 60 },
  )

  return { asked, departmentId, shown }
}
