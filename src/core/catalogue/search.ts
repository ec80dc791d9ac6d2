import type { Article } from './article'
import { codesPrinted, heldKeys, soughtKeys } from '@/core/scanning/articleCode'
import {
  addPosting,
  packWords,
  postingsOf,
  postingsNearPrefix,
  postingsOfPrefix,
  startsOf,
  type WordList,
} from './wordList'

/**
 * Index of articles by the words that find them. A rank is where an article stands in the order of
 * results. The index is made of few large pieces, so that it is transferred between threads at
 * once.
 */
export interface SearchIndex {
  words: WordList
  /** References, folded, not split into words, and the keys of the barcodes. */
  codes: WordList
  /**
   * All folded names in one text. `nameStarts` gives where each begins, then the end of the last.
   */
  names: string
  nameStarts: Uint32Array
  /** For each rank, the index of its article in the list from which this index was built. */
  positions: Uint32Array
}

/** Ligatures and letters that Unicode normalisation does not decompose. */
const LETTERS: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l' }

/** Almost every code, and many a name. */
const PLAIN = /^[\u0000-\u007f]*$/

/** Text for comparison: lower case, without accents, ligatures decomposed. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[œæßøł]/g, character => LETTERS[character] ?? character)
}

/** Builds the index from name, reference, codes and departments of each article. */
export function buildSearchIndex(
  articles: readonly Article[],
  departmentNames: ReadonlyMap<string, string>,
): SearchIndex {
  const positions = Uint32Array.from(articles.keys())
  const at = (rank: number) => articles[rank]?.position ?? 0
  positions.sort((a, b) => at(a) - at(b) || a - b)
  const [ranksByWord, ranksByCode] = [new Map<string, number[]>(), new Map<string, number[]>()]
  const names: string[] = []
  const wordsOfDepartments = new Map(
    [...departmentNames].map(([id, name]) => [id, splitWords(name)] as const),
  )
  positions.forEach((position, rank) => {
    const article = articles[position]
    if (!article) return
    // Folding takes most of the time: each text is folded once.
    const name = fold(article.name)
    const reference = fold(article.reference)
    names.push(name)
    addPosting(
      ranksByWord,
      [
        ...wordsIn(name),
        ...wordsIn(reference),
        ...article.departmentIds.flatMap(id => wordsOfDepartments.get(id) ?? []),
        ...typedCodes(article, reference),
      ],
      rank,
    )
    addPosting(ranksByCode, exactCodes(article, reference), rank)
  })
  return {
    words: packWords(ranksByWord),
    codes: packWords(ranksByCode),
    names: names.join(''),
    nameStarts: startsOf(names),
    positions,
  }
}

/** Ranks of what a search finds, at most `limit` of each kind, each kind in the order of ranks. */
export interface Matches {
  /** With this very code or reference. */
  exact: number[]
  /** Whose names begin with the query. */
  named: number[]
  others: number[]
}

/**
 * What a query finds. An article matches when each query word is a prefix of one of its words.
 *
 * Results are not sorted and hardly anything is allocated: one typed letter may match tens of
 * thousands of articles, and the answer is due in the same frame.
 */
export function matches(index: SearchIndex, query: string, limit: number): Matches {
  return ranked(index, query, limit, prefix => [postingsOfPrefix(index.words, prefix)])
}

/** Fewer letters are too like too many words. */
const LETTERS_OF_NEAR = 5

/**
 * As `matches`, but each query word of five letters or more may have one mistake. For a query that
 * matches nothing: it looks at every word of the index. Codes and numbers are never near: another
 * code is another article.
 */
export function nearMatches(index: SearchIndex, query: string, limit: number): Matches {
  return ranked(index, query, limit, prefix =>
    prefix.length >= LETTERS_OF_NEAR && /^\p{L}+$/u.test(prefix)
      ? postingsNearPrefix(index.words, prefix)
      : [postingsOfPrefix(index.words, prefix)],
  )
}

function ranked(
  index: SearchIndex,
  query: string,
  limit: number,
  postingsFor: (prefix: string) => [from: number, to: number][],
): Matches {
  const prefixes = splitWords(query)
  if (prefixes.length === 0) return { exact: [], named: [], others: [] }

  /**
   * For each rank, the number of query words matched so far, counted only while all earlier words
   * matched.
   */
  const matched = new Uint16Array(index.positions.length)
  // The rarest word first: what matches all has it.
  const words = prefixes.map(postingsFor).sort((a, b) => lengthOf(a) - lengthOf(b))
  words.forEach((ranges, before) => {
    for (const [from, to] of ranges) {
      for (let at = from; at < to; at += 1) {
        const rank = index.words.ranks[at] ?? 0
        if (matched[rank] === before) matched[rank] = before + 1
      }
    }
  })

  const code = fold(query).trim()
  const exact = exactPlaces(index, query)
  for (const rank of exact) matched[rank] = 0
  const [named, others]: [number[], number[]] = [[], []]
  const few = fewRanks(index, words[0] ?? [])
  const count = few?.length ?? matched.length
  for (let at = 0; at < count && named.length < limit; at += 1) {
    const rank = few?.[at] ?? at
    if (matched[rank] !== prefixes.length) continue
    if (isNamed(index, rank, code)) named.push(rank)
    else if (others.length < limit) others.push(rank)
  }
  return { exact, named, others }
}

type Ranges = readonly (readonly [from: number, to: number])[]

const lengthOf = (ranges: Ranges) => ranges.reduce((sum, [from, to]) => sum + to - from, 0)

/** Sorting a few ranks takes less than looking at all. */
const FEW = 1 / 64

/** The ranks of a rare word, each once, in order: no other matches. Undefined for a frequent one. */
function fewRanks({ positions, words }: SearchIndex, ranges: Ranges): number[] | undefined {
  if (lengthOf(ranges) > positions.length * FEW) return undefined
  const ranks = ranges.flatMap(([from, to]) => [...words.ranks.subarray(from, to)])
  return [...new Set(ranks.sort((a, b) => a - b))]
}

function isNamed({ names, nameStarts }: SearchIndex, rank: number, code: string): boolean {
  const [start = 0, end = 0] = [nameStarts[rank], nameStarts[rank + 1]]
  if (end - start < code.length) return false
  for (let at = 0; at < code.length; at += 1) {
    if (names.charCodeAt(start + at) !== code.charCodeAt(at)) return false
  }
  return true
}

/** Places of the articles with this reference, or with this code in any of its spellings. */
function exactPlaces({ codes }: SearchIndex, query: string): number[] {
  const wanted = new Set([fold(query).trim(), ...soughtKeys(query).map(fold)])
  return [...new Set([...wanted].flatMap(one => postingsOf(codes, one)))].sort((a, b) => a - b)
}

const exactCodes = ({ barcodes }: Article, reference: string): string[] =>
  [reference, ...barcodes.flatMap(heldKeys).map(fold)].filter(Boolean)

/** Codes as they may be typed from their beginning: as held, and as printed on the goods. */
const typedCodes = ({ barcodes }: Article, reference: string): string[] =>
  [reference, ...[...barcodes, ...barcodes.flatMap(codesPrinted)].map(fold)].filter(Boolean)

/** The folded words of a text. */
export const splitWords = (text: string): string[] => wordsIn(fold(text))

const wordsIn = (folded: string): string[] => folded.match(/[\p{L}\p{N}]+/gu) ?? []
