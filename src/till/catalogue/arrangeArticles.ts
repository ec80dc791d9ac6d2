import type { TillContext } from '@/till/context'
import { editArticle } from '@/core/catalogue/articleEdits'
import { keepPositions } from '@/storage/catalogue/articleEdits'

/** Stores the positions that the owner gave articles on the shelf, all of them or none. */
export async function arrangeArticles(
  { tillDb, catalogueDb, now }: Pick<TillContext, 'tillDb' | 'catalogueDb' | 'now'>,
  positions: ReadonlyMap<string, number>,
): Promise<void> {
  const { at } = now()
  const shop = await catalogueDb.shopArticles.bulkGet([...positions.keys()])
  const byId = new Map(shop.flatMap(article => (article ? [[article.articleId, article]] : [])))
  await keepPositions(tillDb, positions, (articleId, position, before) => {
    const article = byId.get(articleId)
    // A sync retired the article for good meanwhile: its edit stays as it was.
    return article ? editArticle(article, before, { position }, at) : (before ?? null)
  })
}
