// Dexie, in the two ways its documentation knows: questions to indexes on the disk, and all rows read at once.
import { Dexie } from 'dexie'
import { wordsOf } from './articles'
import { ANSWERS } from './questions'
import { fold } from '@/core/catalogue/search'

/** Shared by both: codes are an index of their own, with an entry for each code of an article. */
function opened(name, stores) {
  const db = new Dexie(name)
  db.version(1).stores({ articles: stores })
  return db
}

/**
 * The words of each article in an index (dexie.org, “MultiEntry Index”, and its sample for full-text search): nothing
 * is read before it is asked for. `bulkPut` is what it recommends for many rows.
 */
export function dexieOnDisk() {
  const name = 'peer-dexie'
  const db = opened(name, 'articleId, *barcodes, *words')
  const withWords = article => ({ ...article, words: [...new Set(wordsOf(article.name))] })
  return {
    databases: [name],
    // An index has beginnings of words alone, and knows no mistakes.
    lacks: ['middle', 'wrong'],
    write: articles => db.articles.bulkPut(articles.map(withWords)),
    open: () => ({ codes: db.open(), words: db.open() }),
    byCode: code => db.articles.where('barcodes').equals(code).first(),
    byWords(text) {
      // The longest word has the fewest articles; the others are looked for in these.
      const [first = '', ...others] = wordsOf(text).toSorted(
        (one, other) => other.length - one.length,
      )
      const found = db.articles.where('words').startsWith(first).distinct()
      const hasAll = ({ words }) => others.every(one => words.some(word => word.startsWith(one)))
      return (others.length > 0 ? found.filter(hasAll) : found).limit(ANSWERS).toArray()
    },
    read: ids => db.articles.bulkGet(ids),
    change: articles => db.articles.bulkPut(articles.map(withWords)),
  }
}

/**
 * All rows read by one `toArray`, the fastest way to have all, then a map of codes and a list of folded names. A name
 * that contains each word is an answer.
 */
export function dexieInMemory() {
  const name = 'peer-dexie-memory'
  const db = opened(name, 'articleId')
  let byId = new Map()
  let byCode = new Map()
  let names = []
  const take = article => {
    const place = byId.get(article.articleId)?.place ?? names.length
    byId.set(article.articleId, { article, place })
    names[place] = { name: fold(article.name), article }
    for (const code of article.barcodes) byCode.set(code, article)
  }
  return {
    databases: [name],
    lacks: ['wrong'],
    write: articles => db.articles.bulkPut(articles),
    open() {
      const all = db.articles.toArray().then(articles => articles.forEach(take))
      return { codes: all, words: all }
    },
    byCode: code => byCode.get(code),
    byWords(text) {
      const wanted = fold(text).split(' ')
      const answers = []
      for (const { name: folded, article } of names) {
        if (!wanted.every(word => folded.includes(word))) continue
        if (answers.push(article) === ANSWERS) break
      }
      return answers
    },
    read: ids => ids.map(id => byId.get(id)?.article),
    async change(articles) {
      await db.articles.bulkPut(articles)
      articles.forEach(take)
    },
  }
}
