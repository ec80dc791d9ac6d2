import type { TillDatabase } from './databases'
import type { Article } from '@/core/article'
import type { ArticleEdit } from '@/core/articleEdits'

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

export function readEdit(db: TillDatabase, articleId: string): Promise<ArticleEdit | undefined> {
  return db.articleEdits.get(articleId)
}

export async function keepOwnArticle(db: TillDatabase, article: Article): Promise<void> {
  await db.ownArticles.put(article)
}

export function readOwnArticle(db: TillDatabase, articleId: string): Promise<Article | undefined> {
  return db.ownArticles.get(articleId)
}
