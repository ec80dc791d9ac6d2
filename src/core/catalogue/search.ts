import type { Article } from './article'
import {
  addPosting,
  packWords,
  postingsOf,
  postingsOfPrefix,
  startsOf,
  type WordList,
} from './wordList'

/**
 * Articles by the words they can be found with. A place is a rank in the order of what is
 * found. Made of few large pieces, so that it goes from one thread to another in no time.
 */
export interface SearchIndex {
  words: WordList
  /** References and barcodes, folded and whole. */
  codes: WordList
  /** Folded names, one after the other, and where each begins, then where the last one ends. */
  names: string
  nameStarts: Uint32Array
  /** For each place, where its article stands in the list the index was made of. */
  positions: Uint32Array
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
  const positions = Uint32Array.from(articles.keys())
  const at = (place: number) => articles[place]?.position ?? 0
  positions.sort((a, b) => at(a) - at(b) || a - b)
  const [placesByWord, placesByCode] = [new Map<string, number[]>(), new Map<string, number[]>()]
  const names: string[] = []
  positions.forEach((position, place) => {
    const article = articles[position]
    if (!article) return
    names.push(fold(article.name))
    addPosting(placesByWord, wordsOf(article, departmentNames), place)
    addPosting(placesByCode, codesOf(article), place)
  })
  return {
    words: packWords(placesByWord),
    codes: packWords(placesByCode),
    names: names.join(''),
    nameStarts: startsOf(names),
    positions,
  }
}

/**
 * Where the articles found stand in the list the index was made of: those that have, for each
 * word asked, a word that begins with it; an exact code or reference first, then names that
 * begin as asked. At most `limit`. Nothing is sorted and hardly anything is made: the first
 * letter of a word may be that of tens of thousands, and the answer is due in the same frame.
 */
export function searchPositions(index: SearchIndex, query: string, limit: number): number[] {
  const prefixes = splitWords(query)
  if (prefixes.length === 0) return []

  /** How many of the words asked each article has, as long as it has had all before. */
  const matched = new Uint16Array(index.positions.length)
  prefixes.forEach((prefix, before) => {
    const [from, to] = postingsOfPrefix(index.words, prefix)
    for (let at = from; at < to; at += 1) {
      const place = index.words.places[at] ?? 0
      if (matched[place] === before) matched[place] = before + 1
    }
  })

  const code = fold(query).trim()
  const exact = postingsOf(index.codes, code).filter(place => matched[place] === prefixes.length)
  for (const place of exact) matched[place] = 0
  const [named, others]: [number[], number[]] = [[], []]
  for (let place = 0; place < matched.length && named.length < limit; place += 1) {
    if (matched[place] !== prefixes.length) continue
    if (isNamed(index, place, code)) named.push(place)
    else if (others.length < limit) others.push(place)
  }
  const places = [...exact, ...named, ...others].slice(0, limit)
  return places.map(place => index.positions[place] ?? 0)
}

function isNamed({ names, nameStarts }: SearchIndex, place: number, code: string): boolean {
  const [start = 0, end = 0] = [nameStarts[place], nameStarts[place + 1]]
  if (end - start < code.length) return false
  for (let at = 0; at < code.length; at += 1) {
    if (names.charCodeAt(start + at) !== code.charCodeAt(at)) return false
  }
  return true
}

const codesOf = (article: Article): string[] =>
  [fold(article.reference), ...article.barcodes].filter(Boolean)

function wordsOf(article: Article, departmentNames: ReadonlyMap<string, string>): string[] {
  const departments = article.departmentIds.map(id => departmentNames.get(id) ?? '')
  const text = [article.name, article.reference, ...departments].join(' ')
  return [...splitWords(text), ...codesOf(article)]
}

/** The words of a text, folded. */
export const splitWords = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
