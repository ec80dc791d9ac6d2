import type { Article } from './article'

/** Articles by the words they can be found with, sorted, so that a prefix is a range. */
export interface SearchIndex {
  words: string[]
  /** For each word, the places in `articles` of those that have it. */
  places: number[][]
  /** In the order they are shown. */
  articles: Article[]
  /** Folded, so that a search folds only what is asked. */
  names: string[]
  references: string[]
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
  const ordered = articles.toSorted((a, b) => a.position - b.position)
  const placesByWord = new Map<string, number[]>()
  ordered.forEach((article, place) => {
    for (const word of new Set(wordsOf(article, departmentNames))) {
      const found = placesByWord.get(word)
      if (found) found.push(place)
      else placesByWord.set(word, [place])
    }
  })
  const words = [...placesByWord.keys()].sort()
  return {
    words,
    places: words.map(word => placesByWord.get(word) ?? []),
    articles: ordered,
    names: ordered.map(article => fold(article.name)),
    references: ordered.map(article => fold(article.reference)),
  }
}

/**
 * Articles that have, for each word asked, a word that begins with it; an exact code or
 * reference first, then names that begin as asked. At most `limit`. Nothing is sorted: the
 * first letter of a word may be that of tens of thousands.
 */
export function searchArticles(index: SearchIndex, asked: string, limit: number): Article[] {
  const prefixes = splitWords(asked)
  if (prefixes.length === 0) return []

  const { articles, names, references } = index
  /** How many of the words asked each article has, as long as it has had all before. */
  const matched = new Uint8Array(articles.length)
  prefixes.forEach((prefix, before) => {
    for (
      let at = firstAtOrAfter(index.words, prefix);
      index.words[at]?.startsWith(prefix);
      at += 1
    ) {
      for (const place of index.places[at] ?? []) {
        if (matched[place] === before) matched[place] = before + 1
      }
    }
  })

  const code = fold(asked).trim()
  const [exact, named, others]: [Article[], Article[], Article[]] = [[], [], []]
  articles.forEach((article, place) => {
    if (matched[place] !== prefixes.length) return
    if (references[place] === code || article.barcodes.includes(code)) exact.push(article)
    else if (names[place]?.startsWith(code)) named.push(article)
    else others.push(article)
  })
  return [...exact, ...named, ...others].slice(0, limit)
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

/** The words of a text, folded. */
export const splitWords = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

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
