import { refDebounced } from '@vueuse/core'
import { computed, ref } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'

/** Articles of the list: all, or those of a department, or those that were searched. */
export function useCatalogueFilter() {
  const catalogue = useCatalogueStore()
  const query = ref('')
  const departmentId = ref<string | null>(null)
  /** Its own text, a moment later: a list of thousands is not drawn at every letter. */
  const searched = refDebounced(query, 60)

  const shown = computed(() => {
    const all =
      departmentId.value === null ? catalogue.articles : catalogue.articlesOf(departmentId.value)
    if (!searched.value.trim()) return all
    const wanted = new Set(catalogue.search(searched.value).map(article => article.articleId))
    return all.filter(article => wanted.has(article.articleId))
  })

  return { query, departmentId, shown }
}
