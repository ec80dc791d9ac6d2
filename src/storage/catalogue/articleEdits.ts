import type { TillDatabase } from '@/storage/databases'
import type { Article } from '@/core/catalogue/article'
import type { ArticleEdit } from '@/core/catalogue/articleEdits'

/**
 * Changes the edit of one article in one transaction, so that two tabs cannot overwrite each
 * other's change. The edit is deleted when `change` returns null.
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

/** Changes the edits of several articles, all or none; one is deleted when `change` returns null. */
export function changeEdits(
  db: TillDatabase,
  articleIds: readonly string[],
  change: (articleId: string, before: ArticleEdit | undefined) => ArticleEdit | null,
): Promise<void> {
  return db.transaction('rw', db.articleEdits, async () => {
    const edits = await db.articleEdits.bulkGet([...articleIds])
    const changed = articleIds.map((id, index) => [id, change(id, edits[index])] as const)
    await db.articleEdits.bulkPut(changed.flatMap(([, edit]) => edit ?? []))
    await db.articleEdits.bulkDelete(changed.flatMap(([id, edit]) => (edit ? [] : id)))
  })
}

/**
 * Stores positions of several articles, all or none. An article made on the till stores its
 * position itself; for the others `editWith` gives the edit, or null to delete it.
 */
export function keepPositions(
  db: TillDatabase,
  positions: ReadonlyMap<string, number>,
  editWith: (
    articleId: string,
    position: number,
    before: ArticleEdit | undefined,
  ) => ArticleEdit | null,
): Promise<void> {
  return db.transaction('rw', db.articleEdits, db.ownArticles, async () => {
    const ids = [...positions.keys()]
    const own = await db.ownArticles.bulkGet(ids)
    const edits = await db.articleEdits.bulkGet(ids)
    for (const [index, [articleId, position]] of [...positions].entries()) {
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

/** The owner's changes of an article; undefined when there are none. */
export function readEdit(db: TillDatabase, articleId: string): Promise<ArticleEdit | undefined> {
  return db.articleEdits.get(articleId)
}

/** Stores an article made on the till. */
export async function keepOwnArticle(db: TillDatabase, article: Article): Promise<void> {
  await db.ownArticles.put(article)
}

/** An article made on the till; undefined when the id is not one. */
export function readOwnArticle(db: TillDatabase, articleId: string): Promise<Article | undefined> {
  return db.ownArticles.get(articleId)
}
