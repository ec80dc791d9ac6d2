import * as Comlink from 'comlink'
import { defineStore } from 'pinia'
import { computed, shallowRef, triggerRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useContext, useWorker } from '@/stores/useContext'
import type { Article, Department, VatGroup } from '@/core/catalogue/article'
import type { EditableValues, EditedField } from '@/core/catalogue/articleEdits'
import { keepsShelf, type FeedPiece } from '@/core/catalogue/catalogueFeed'
import { isWrittenAs } from '@/core/scanning/articleCode'
import { articlesWithCode, indexArticle, type CodeIndex } from '@/core/scanning/codeIndex'
import { departmentTree as treeOf, withDescendants } from '@/core/catalogue/departmentTree'
import { nearPositions, searchPositions, type PatchedIndex } from '@/core/catalogue/searchPatch'
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
  const isLoaded = shallowRef(false)
  const departments = shallowRef<readonly Department[]>([])
  const vatGroups = shallowRef<readonly VatGroup[]>([])
  /** Articles on sale, in the order of the shelf; articles hidden from the shelf included. */
  const articles = shallowRef<readonly Article[]>([])
  const editedIds = shallowRef<ReadonlySet<string>>(new Set())
  /** One map, changed in place: building another one costs a frame. */
  const articlesById = shallowRef(new Map<string, Article>())

  const departmentsById = computed(
    () => new Map(departments.value.map(one => [one.departmentId, one])),
  )
  const departmentTree = computed(() => treeOf(departments.value))
  const onShelf = computed(() => articles.value.filter(article => !article.isHidden))
  const codes: CodeIndex = new Map()
  /** Comes soon after the articles: the shelf is shown while they are indexed. */
  const searchIndex = shallowRef<PatchedIndex | null>(null)

  /** Follows the catalogue: a sync, in this tab or another, changes what is shown. */
  function start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = makeTaker(() => resolve())
      worker.followCatalogue(Comlink.proxy(take)).catch(reject)
    })
  }

  /** Collects the pieces of a view: the view is shown with its last piece, never in part. */
  function makeTaker(onWhole: () => void): (piece: FeedPiece) => void {
    let gathered: FeedPiece[] = []
    return piece => {
      gathered.push(piece)
      if (!piece.isLast) return
      const isShelfKept = gathered.every(keepsShelf)
      for (const one of gathered) take(one)
      gathered = []
      takeSearch(piece)
      if (isShelfKept) return
      const order = piece.order ?? articles.value.map(article => article.articleId)
      articles.value = order.flatMap(id => articlesById.value.get(id) ?? [])
      triggerRef(articlesById)
      isLoaded.value = true
      onWhole()
    }
  }

  function take(piece: FeedPiece): void {
    for (const article of piece.put) {
      indexArticle(codes, articlesById.value.get(article.articleId), article)
      articlesById.value.set(article.articleId, article)
    }
    for (const id of piece.removedIds) {
      indexArticle(codes, articlesById.value.get(id), undefined)
      articlesById.value.delete(id)
    }
    if (piece.departments) departments.value = piece.departments
    if (piece.vatGroups) vatGroups.value = piece.vatGroups
    if (piece.editedIds) editedIds.value = new Set(piece.editedIds)
  }

  function takeSearch({ searchIndex: whole, searchPatch: patch }: FeedPiece): void {
    if (whole) searchIndex.value = { whole, patch }
    else if (patch && searchIndex.value) searchIndex.value = { ...searchIndex.value, patch }
  }

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
    isLoaded,
    isSearchable: computed(() => searchIndex.value !== null),
    articles,
    onShelf,
    articlesById,
    departments,
    departmentsById,
    departmentTree,
    vatGroups,
    editedIds,
    start,
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
