import { refDebounced } from '@vueuse/core'
import { computed, ref } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'

/** Articles of the list: all of them, one department's, or the results of a search. */
export function useCatalogueFilter() {
  const catalogue = useCatalogueStore()
  const query = ref('')
  const departmentId = ref<string | null>(null)
  /** The typed text, a moment later: a list of thousands is not drawn at every character. */
  const searched = refDebounced(query, 60)

  const shown = computed(() => {
    const all =
      departmentId.value === null ? catalogue.articles : catalogue.articlesOf(departmentId.value)
    if (!searched.value.trim() || !catalogue.isSearchable) return all
    const wanted = new Set(catalogue.search(searched.value).map(article => article.articleId))
    return all.filter(article => wanted.has(article.articleId))
  })

  return { query, departmentId, shown }
}
