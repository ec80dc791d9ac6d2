import { defineStore } from 'pinia'
import { computed } from 'vue'
import { followCatalogue } from './followCatalogue'
import { usePeopleStore } from '@/stores/people/people'
import { useContext, useWorker } from '@/stores/useContext'
import type { Article } from '@/core/catalogue/article'
import type { EditableValues, EditedField } from '@/core/catalogue/articleEdits'
import { isWrittenAs } from '@/core/scanning/articleCode'
import { articlesWithCode } from '@/core/scanning/codeIndex'
import { departmentTree as treeOf, withDescendants } from '@/core/catalogue/departmentTree'
import { nearPositions, searchPositions } from '@/core/catalogue/searchPatch'
import type { Act } from '@/core/people/approval'
import type { VatRate } from '@/core/vat'
import { answerVatRate } from '@/till/catalogue/answerVatRate'
import { arrangeArticles } from '@/till/catalogue/arrangeArticles'
import * as editing from '@/till/catalogue/editArticle'
import { withRight } from '@/till/people/withRight'

const RESULTS_SHOWN = 100

/** The catalogue on this device, with the owner's changes. */
export const useCatalogueStore = defineStore('catalogue', () => {
  const context = useContext()
  const worker = useWorker()
  const people = usePeopleStore()
  const followed = followCatalogue(worker)
  const { articles, articlesById, codes, departments, searchIndex } = followed
  const departmentsById = computed(
    () => new Map(departments.value.map(one => [one.departmentId, one])),
  )
  const departmentTree = computed(() => treeOf(departments.value))
  const onShelf = computed(() => articles.value.filter(article => !article.isHidden))
  /** Articles of a department and of its descendants. */
  function articlesOf(departmentId: string, among = articles.value): Article[] {
    const wanted = withDescendants(departments.value, departmentId)
    return among.filter(article => article.departmentIds.some(id => wanted.has(id)))
  }

  /** Articles that scan as a code: several where the shop gave the code to more than one. */
  function withCode(code: string): readonly Article[] {
    return articlesWithCode(codes, code)
  }

  /** Articles with one of these references, in upper or lower case. */
  function withReference(references: readonly string[]): Article[] {
    const wanted = new Set(references.map(one => one.toUpperCase()))
    return articles.value.filter(({ reference }) => isWrittenAs(reference, wanted))
  }

  /**
   * Articles that match, best first; where none does, those that match but for a typing mistake.
   * Searched in the page: an answer of the worker would come a frame later.
   */
  function search(text: string, mayBeNear = true): Article[] {
    if (!searchIndex.value) return []
    const found = searchPositions(searchIndex.value, text, RESULTS_SHOWN)
    const isNear = mayBeNear && found.length === 0
    const positions = isNear ? nearPositions(searchIndex.value, text, RESULTS_SHOWN) : found
    return positions.flatMap(position => articles.value[position] ?? [])
  }

  /** Changes an article, by the right to it or by the approval of this very change. */
  const asApproved = <Done>(about: Act['about'], run: () => Promise<Done>) =>
    withRight(context, { user: people.current, permission: 'articles', about }, run)

  return {
    isWhole: followed.isWhole,
    firstShelf: followed.firstShelf,
    loadWhole: followed.loadWhole,
    isSearchable: computed(() => searchIndex.value !== null),
    articles,
    onShelf,
    articlesById,
    departments,
    departmentsById,
    departmentTree,
    vatGroups: followed.vatGroups,
    editedIds: followed.editedIds,
    start: followed.start,
    articlesOf,
    withCode,
    withReference,
    findByBarcode: (code: string): Article | undefined => withCode(code)[0],
    search,
    /** Stores the owner's rate for a VAT group whose rate the shop could not tell. */
    answerVat: (vatGroupId: string, vatRate: VatRate) =>
      asApproved({ vatGroupId, vatRate }, () => answerVatRate(context, vatGroupId, vatRate)),
    readSheet: (articleId: string) => editing.readArticleSheet(context, articleId),
    edit: (articleId: string, wanted: Partial<EditableValues>) =>
      asApproved({ articleId }, () => editing.editArticle(context, articleId, wanted)),
    giveBackToShop: (articleId: string, field: EditedField) =>
      asApproved({ articleId }, () => editing.giveBackToShop(context, articleId, field)),
    attachCode: (articleId: string, code: string) =>
      asApproved({ articleId, code }, () => editing.attachCode(context, articleId, code)),
    keepOwn: (wanted: editing.OwnArticle, articleId?: string) =>
      asApproved({ articleId: articleId ?? 'new' }, () =>
        editing.keepOwn(context, wanted, articleId),
      ),
    /** Stores the order of the shelf: the positions that change. */
    arrange: (positions: ReadonlyMap<string, number>) => arrangeArticles(context, positions),
    retireOwn: (articleId: string) =>
      asApproved({ articleId }, () => editing.retireOwn(context, articleId)),
  }
})
