import { computed, ref, shallowRef } from 'vue'
import { useShelfTiles } from './useShelfTiles'
import type { Article } from '@/core/catalogue/article'
import { flatDepartments } from '@/core/catalogue/departmentTree'
import { recentlySold } from '@/core/catalogue/recentlySold'
import { favouritesFirst } from '@/core/catalogue/shelfOrder'
import { useMessages } from '@/messages/useMessages'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useSalesStore } from '@/stores/journal/sales'

/** Listed among the departments: recently sold articles. */
export const RECENT = '~recent'
const RECENT_SHOWN = 24

/** What the shelf shows: a department, one of its children, or the results of a search. */
export function useShelf() {
  const { t } = useMessages()
  const catalogue = useCatalogueStore()
  const sales = useSalesStore()
  const query = ref('')
  const chosenTop = shallowRef<string | null>(null)
  const chosenSub = shallowRef<string | null>(null)

  const found = computed(() => catalogue.search(query.value).filter(article => !article.isHidden))
  const recent = computed(() => recentlySold(sales.sales, catalogue.articlesById, RECENT_SHOWN))
  const topDepartments = computed(() => {
    const departments = catalogue.departmentTree.map(branch => branch.department)
    const lately = { departmentId: RECENT, parentId: null, name: t('sell.recent'), position: 0 }
    // Also before the first sale: nothing is to move under the finger after it.
    return departments.length === 0 ? [] : [lately, ...departments]
  })
  const topBranch = computed(() =>
    catalogue.departmentTree.find(({ department }) => department.departmentId === chosenTop.value),
  )
  const subPills = computed(() => {
    const { children = [], department } = topBranch.value ?? {}
    if (children.length === 0 || !department) return []
    return [
      { value: null, label: t('sell.allOf', { department: department.name }) },
      ...flatDepartments(children).map(one => ({ value: one.departmentId, label: one.name })),
    ]
  })
  /** The department that is shown; null for all. */
  const chosen = computed(() => chosenSub.value ?? chosenTop.value)
  const shown = computed(() => {
    if (query.value.trim()) return found.value
    if (!catalogue.isWhole) return chosen.value === null ? catalogue.firstShelf : []
    if (chosen.value === RECENT) return recent.value
    return chosen.value === null
      ? favouritesFirst(catalogue.onShelf)
      : catalogue.articlesOf(chosen.value, catalogue.onShelf)
  })

  function chooseTop(departmentId: string | null): void {
    chosenTop.value = departmentId
    chosenSub.value = null
  }

  /**
   * The one article that a text means: the article with that exact code, or the only result, unless
   * the text only resembles it.
   */
  function meant(text: string): Article | undefined {
    const coded = catalogue.findByBarcode(text.trim())
    const [only, another] = shown.value
    if (coded || another || !only) return coded
    return text.trim() === '' || catalogue.search(text, false).includes(only) ? only : undefined
  }

  const choices = [
    chosenTop,
    chosenSub,
    query,
    () => (chosenTop.value === RECENT ? recent.value : null),
  ]
  const tiles = useShelfTiles(shown, choices, () => catalogue.articles)
  /** What is asked for is not here yet: every article, or the index of a search. */
  const isComing = computed(() =>
    query.value.trim() ? !catalogue.isSearchable : !catalogue.isWhole && chosen.value !== null,
  )
  /** Identifies the part that is shown: another part begins at its top. */
  const shelfKey = computed(() => [chosenTop.value, chosenSub.value, query.value].join('\n'))

  return {
    topDepartments,
    chosenTop,
    subPills,
    chosenSub,
    chooseTop,
    chooseSub: (departmentId: string | null) => void (chosenSub.value = departmentId),
    query,
    meant,
    shown,
    isComing,
    tiles,
    shelfKey,
  }
}
