import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useTill, useWorker } from './useTill'
import type { Article } from '@/core/article'
import type { VatRate } from '@/core/vat'
import { departmentTree as treeOf, inDepartmentOrder, withDescendants } from '@/core/departmentTree'
import { answerVatRate } from '@/till/answerVatRate'
import { watchCatalogue, type CatalogueView } from '@/till/watchCatalogue'

const RESULTS_SHOWN = 100

/** The catalogue on this device, as the last sync left it. */
export const useCatalogueStore = defineStore('catalogue', () => {
  const till = useTill()
  const worker = useWorker()
  const view = shallowRef<CatalogueView | null>(null)

  const isLoaded = computed(() => view.value !== null)
  const departments = computed(() => view.value?.departments ?? [])
  const departmentsById = computed(
    () => new Map(departments.value.map(one => [one.departmentId, one])),
  )
  const departmentTree = computed(() => treeOf(departments.value))
  const vatGroups = computed(() => view.value?.vatGroups ?? [])
  const articles = computed(() => {
    const onSale = (view.value?.articles ?? []).filter(article => article.retiredAt === null)
    return inDepartmentOrder(onSale, departments.value)
  })
  const articlesById = computed(() => new Map(articles.value.map(one => [one.articleId, one])))
  const articlesByBarcode = computed(
    () => new Map(articles.value.flatMap(one => one.barcodes.map(code => [code, one] as const))),
  )

  /** Follows the catalogue: a sync, in this tab or another, changes what is shown. */
  function start(): Promise<void> {
    return new Promise((resolve, reject) => {
      watchCatalogue(
        till,
        next => {
          view.value = next
          resolve()
        },
        reject,
      )
    })
  }

  /** Articles of a department and of those below it. */
  function articlesOf(departmentId: string): Article[] {
    const wanted = withDescendants(departments.value, departmentId)
    return articles.value.filter(article => article.departmentIds.some(id => wanted.has(id)))
  }

  /** The owner's rate for a VAT group that the shop could not tell. */
  function answerVat(vatGroupId: string, vatRate: VatRate): Promise<void> {
    return answerVatRate(till, vatGroupId, vatRate)
  }

  function findByBarcode(code: string): Article | undefined {
    return articlesByBarcode.value.get(code)
  }

  async function search(text: string): Promise<Article[]> {
    const ids = await worker.search(text, RESULTS_SHOWN)
    return ids.flatMap(id => articlesById.value.get(id) ?? [])
  }

  return {
    isLoaded,
    articles,
    articlesById,
    departments,
    departmentsById,
    departmentTree,
    vatGroups,
    start,
    articlesOf,
    answerVat,
    findByBarcode,
    search,
  }
})
