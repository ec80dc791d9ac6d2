import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useContext } from '@/stores/useContext'
import type { Article } from '@/core/catalogue/article'
import { canBeLabelled, labelOf } from '@/core/printing/labels/label'
import { labelPaper, soundSheet } from '@/core/printing/labels/labelPapers'
import {
  labelPages,
  MOST_COPIES,
  MOST_LABELS,
  usedAfter,
  withCopies,
} from '@/core/printing/labels/pages'
import { keepSetting, readSetting } from '@/till/settings/settings'

/** Labels to print: of which articles, how many, and on what. Kept as long as the page is open. */
export const useLabelsStore = defineStore('labels', () => {
  const context = useContext()
  const catalogue = useCatalogueStore()
  /** Copies by article, in the order in which they were chosen. */
  const wanted = shallowRef<ReadonlyMap<string, number>>(new Map())
  const paper = shallowRef(labelPaper(''))
  const used = shallowRef(0)

  /** Chosen articles that have a label still, at their price of now. */
  const chosen = computed(() =>
    [...wanted.value].flatMap(([articleId, copies]) => {
      const article = catalogue.articlesById.get(articleId)
      return article && canBeLabelled(article) ? { item: labelOf(article), copies } : []
    }),
  )
  const count = computed(() => chosen.value.reduce((sum, { copies }) => sum + copies, 0))
  const isFull = computed(() => count.value >= MOST_LABELS)
  const pages = computed(() => labelPages(withCopies(chosen.value), paper.value, used.value))
  /** Labels of the last sheet that are gone once these are printed. */
  const usedAfterPrint = computed(() => usedAfter(count.value, paper.value, used.value))

  /** Reads what labels were last printed on; what was chosen in this page stays. */
  async function start(): Promise<void> {
    const kept = await readSetting(context, 'labelSheet')
    if (kept) takeSheet(kept)
  }

  function takeSheet(kept: { paperId: string; used: number }): void {
    const sheet = soundSheet(kept)
    paper.value = sheet.paper
    used.value = sheet.used
  }

  /** Chooses what to print on, and how many labels of the first sheet are gone. */
  async function printOn(paperId: string, gone = 0): Promise<void> {
    takeSheet({ paperId, used: gone })
    await keepSetting(context, 'labelSheet', { paperId: paper.value.paperId, used: used.value })
  }

  /** Adds one label of each article that has none yet, as many as may be printed at once. */
  function add(articles: readonly Article[]): void {
    const next = new Map(wanted.value)
    let room = MOST_LABELS - count.value
    for (const article of articles) {
      if (room <= 0) break
      if (next.has(article.articleId) || !canBeLabelled(article)) continue
      next.set(article.articleId, 1)
      room -= 1
    }
    wanted.value = next
  }

  /** One label of an article, or one more; false where none was added. */
  function addOne(article: Article): boolean {
    const before = count.value
    if (wanted.value.has(article.articleId)) step(article.articleId, 1)
    else add([article])
    return count.value > before
  }

  /** One label more or less of an article; none removes it. */
  function step(articleId: string, by: 1 | -1): void {
    const copies = (wanted.value.get(articleId) ?? 0) + by
    if (copies > MOST_COPIES || (by > 0 && isFull.value)) return
    const next = new Map(wanted.value)
    if (copies < 1) next.delete(articleId)
    else next.set(articleId, copies)
    wanted.value = next
  }

  function clear(): void {
    wanted.value = new Map()
  }

  return {
    paper,
    used,
    chosen,
    count,
    isFull,
    pages,
    usedAfterPrint,
    start,
    printOn,
    add,
    addOne,
    step,
    clear,
  }
})
