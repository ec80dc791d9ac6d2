import type { TillContext } from '@/till/context'
import { editArticle } from '@/core/catalogue/articleEdits'
import { keepPositions } from '@/storage/catalogue/articleEdits'

/** Keeps the places that the owner gave articles on the shelf, all or none. */
export async function arrangeArticles(
  { tillDb, catalogueDb, now }: Pick<TillContext, 'tillDb' | 'catalogueDb' | 'now'>,
  places: ReadonlyMap<string, number>,
): Promise<void> {
  const { at } = now()
  const shop = await catalogueDb.shopArticles.bulkGet([...places.keys()])
  const byId = new Map(shop.flatMap(article => (article ? [[article.articleId, article]] : [])))
  await keepPositions(tillDb, places, (articleId, position, before) => {
    const article = byId.get(articleId)
    // Retired for good by a sync in between: its edit stays as it was.
    return article ? editArticle(article, before, { position }, at) : (before ?? null)
  })
}
