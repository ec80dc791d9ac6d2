import { until } from '@vueuse/core'
import * as Comlink from 'comlink'
import { shallowRef, triggerRef } from 'vue'
import type { useWorker } from '@/stores/useContext'
import type { Article, Department, VatGroup } from '@/core/catalogue/article'
import { keepsShelf, type FeedPiece } from '@/core/catalogue/catalogueFeed'
import type { FirstShelf } from '@/core/catalogue/firstShelf'
import type { PatchedIndex } from '@/core/catalogue/searchPatch'
import { isSameValue } from '@/core/sameValue'
import { indexArticle, type CodeIndex } from '@/core/scanning/codeIndex'

/** Holds the catalogue as the worker hands it over: the first shelf, all of it, then each change. */
export function followCatalogue(
  worker: Pick<ReturnType<typeof useWorker>, 'followCatalogue' | 'readCatalogue'>,
) {
  /** Articles of the first tiles, while the others are not here. */
  const firstShelf = shallowRef<readonly Article[]>([])
  const isWhole = shallowRef(false)
  let isWholeAsked = false
  const firstById = new Map<string, Article>()
  const departments = shallowRef<readonly Department[]>([])
  const vatGroups = shallowRef<readonly VatGroup[]>([])
  /** Articles on sale, in the order of the shelf; articles hidden from the shelf included. */
  const articles = shallowRef<readonly Article[]>([])
  const editedIds = shallowRef<ReadonlySet<string>>(new Set())
  /** One map, changed in place: building another one costs a frame. */
  const articlesById = shallowRef(new Map<string, Article>())

  const codes: CodeIndex = new Map()
  /** Comes soon after the articles: the shelf is shown while they are indexed. */
  const searchIndex = shallowRef<PatchedIndex | null>(null)

  /**
   * Follows the catalogue: a sync, in this tab or another, changes what is shown. Resolves once there
   * is something to show: the first shelf, or every article.
   */
  function start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const onFirst = (first: FirstShelf) => {
        for (const article of first.articles) firstById.set(article.articleId, article)
        departments.value = first.departments
        firstShelf.value = first.articles
        resolve()
      }
      until(isWhole)
        .toBe(true)
        .then(() => resolve(), reject)
      worker.followCatalogue(Comlink.proxy(makeTaker()), Comlink.proxy(onFirst)).catch(reject)
    })
  }

  /** Resolves once every article is here. Until it is asked for, the first shelf goes before. */
  async function loadWhole(): Promise<void> {
    if (!isWholeAsked) {
      isWholeAsked = true
      await worker.readCatalogue()
    }
    await until(isWhole).toBe(true)
  }

  /**
   * Collects the pieces of a view: the view is shown with its last piece, never in part. Of the first
   * view nothing is shown or found yet, so that its pieces are taken as they come, between two taps.
   */
  function makeTaker(): (piece: FeedPiece) => void {
    let gathered: FeedPiece[] = []
    return piece => {
      const isFirst = !isWhole.value
      if (isFirst) take(piece)
      else gathered.push(piece)
      if (!piece.isLast) return
      const isShelfKept = !isFirst && gathered.every(keepsShelf)
      for (const one of gathered) take(one)
      gathered = []
      takeSearch(piece)
      if (isShelfKept) return
      const order = piece.order ?? articles.value.map(article => article.articleId)
      articles.value = order.flatMap(id => articlesById.value.get(id) ?? [])
      triggerRef(articlesById)
      isWhole.value = true
      firstShelf.value = []
      firstById.clear()
    }
  }

  function take(piece: FeedPiece): void {
    for (const put of piece.put) {
      const first = firstById.get(put.articleId)
      // The tile on the screen is of that very article.
      const article = first && isSameValue(first, put) ? first : put
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

  return {
    start,
    loadWhole,
    firstShelf,
    isWhole,
    departments,
    vatGroups,
    articles,
    editedIds,
    articlesById,
    codes,
    searchIndex,
  }
}
