import type { TillContext } from '@/till/context'
import { editArticle } from '@/core/catalogue/articleEdits'
import { combinationNameFrom } from '@/core/catalogue/combinationNames'
import { changeEdits } from '@/storage/catalogue/articleEdits'

/**
 * Stores the owner's names of combinations, by article, all or none; an empty name gives the number
 * back. They are changes of the owner like any other: no sync touches them. A combination that the
 * shop has named meanwhile keeps the shop's name, and nothing is stored for it.
 */
export async function nameCombinations(
  { tillDb, catalogueDb, now }: Pick<TillContext, 'tillDb' | 'catalogueDb' | 'now'>,
  typed: ReadonlyMap<string, string>,
): Promise<void> {
  const { at } = now()
  const ids = [...typed.keys()]
  const shop = await catalogueDb.shopArticles.bulkGet(ids)
  const numbered = new Map(
    shop.flatMap(article => (article?.numbered ? [[article.articleId, article] as const] : [])),
  )
  await changeEdits(tillDb, ids, (articleId, before) => {
    const article = numbered.get(articleId)
    if (!article) return before ?? null
    const combinationName = combinationNameFrom(typed.get(articleId) ?? '')
    return editArticle(article, before, { combinationName }, at)
  })
}
