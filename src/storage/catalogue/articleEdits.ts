import type { TillDatabase } from '@/storage/databases'
import type { Article } from '@/core/catalogue/article'
import type { ArticleEdit } from '@/core/catalogue/articleEdits'

/**
 * Changes the edit of one article, read and written in one transaction: two tabs cannot
 * lose one another's change. Null from `change` takes the edit away.
 */
export function changeEdit(
  db: TillDatabase,
  articleId: string,
  change: (before: ArticleEdit | undefined) => ArticleEdit | null,
): Promise<void> {
  return db.transaction('rw', db.articleEdits, async () => {
    const next = change(await db.articleEdits.get(articleId))
    if (next) await db.articleEdits.put(next)
    else await db.articleEdits.delete(articleId)
  })
}

/**
 * Keeps the places of several articles, all or none: an article made on the till has its
 * place in itself, the others have it from `editWith`.
 */
export function keepPositions(
  db: TillDatabase,
  places: ReadonlyMap<string, number>,
  editWith: (
    articleId: string,
    position: number,
    before: ArticleEdit | undefined,
  ) => ArticleEdit | null,
): Promise<void> {
  return db.transaction('rw', db.articleEdits, db.ownArticles, async () => {
    const ids = [...places.keys()]
    const own = await db.ownArticles.bulkGet(ids)
    const edits = await db.articleEdits.bulkGet(ids)
    for (const [index, [articleId, position]] of [...places].entries()) {
      const article = own[index]
      if (article) {
        await db.ownArticles.put({ ...article, position })
        continue
      }
      const edit = editWith(articleId, position, edits[index])
      if (edit) await db.articleEdits.put(edit)
      else await db.articleEdits.delete(articleId)
    }
  })
}

export function readEdit(db: TillDatabase, articleId: string): Promise<ArticleEdit | undefined> {
  return db.articleEdits.get(articleId)
}

export async function keepOwnArticle(db: TillDatabase, article: Article): Promise<void> {
  await db.ownArticles.put(article)
}

export function readOwnArticle(db: TillDatabase, articleId: string): Promise<Article | undefined> {
  return db.ownArticles.get(articleId)
}
