import type { Article } from './article'

/** Articles by the words they can be found with, sorted, so that a prefix is a range. */
export interface SearchIndex {
  words: string[]
  /** For each word, the articles that have it. */
  articles: Article[][]
}

/** Ligatures and letters that no accent folding takes apart. */
const LETTERS: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l' }

/** Text as it is compared: lower case, without accents, ligatures taken apart. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[œæßøł]/g, letter => LETTERS[letter] ?? letter)
}

/** Builds the index: name, reference, codes and department of each article on sale. */
export function buildSearchIndex(
  articles: readonly Article[],
  departmentNames: ReadonlyMap<string, string>,
): SearchIndex {
  const articlesByWord = new Map<string, Article[]>()
  for (const article of articles) {
    for (const word of new Set(wordsOf(article, departmentNames))) {
      const found = articlesByWord.get(word)
      if (found) found.push(article)
      else articlesByWord.set(word, [article])
    }
  }
  const words = [...articlesByWord.keys()].sort()
  return { words, articles: words.map(word => articlesByWord.get(word) ?? []) }
}

/**
 * Articles that have, for each word asked, a word that begins with it; an exact code or
 * reference first, then names that begin as asked. At most `limit`.
 */
export function searchArticles(index: SearchIndex, asked: string, limit: number): Article[] {
  const prefixes = splitWords(asked)
  if (prefixes.length === 0) return []

  const [first = new Set<Article>(), ...others] = prefixes
    .map(prefix => articlesWithPrefix(index, prefix))
    .sort((a, b) => a.size - b.size)
  const found = [...first].filter(article => others.every(set => set.has(article)))

  const code = fold(asked).trim()
  const rank = (article: Article) =>
    article.barcodes.includes(code) || fold(article.reference) === code
      ? 0
      : fold(article.name).startsWith(code)
        ? 1
        : 2
  const ranked = found.map(article => ({ article, rank: rank(article) }))
  ranked.sort((a, b) => a.rank - b.rank || a.article.position - b.article.position)
  return ranked.slice(0, limit).map(({ article }) => article)
}

function wordsOf(article: Article, departmentNames: ReadonlyMap<string, string>): string[] {
  const departments = article.departmentIds.map(id => departmentNames.get(id) ?? '')
  const reference = fold(article.reference)
  return [
    ...splitWords([article.name, article.reference, ...departments].join(' ')),
    ...(reference ? [reference] : []),
    ...article.barcodes,
  ]
}

const splitWords = (text: string) =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

function articlesWithPrefix({ words, articles }: SearchIndex, prefix: string): Set<Article> {
  const found = new Set<Article>()
  for (let at = firstAtOrAfter(words, prefix); words[at]?.startsWith(prefix); at += 1) {
    for (const article of articles[at] ?? []) found.add(article)
  }
  return found
}

function firstAtOrAfter(words: readonly string[], wanted: string): number {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((words[middle] ?? '') < wanted) low = middle + 1
    else high = middle
  }
  return low
}
