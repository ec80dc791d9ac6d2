/**
 * Sorted words, each with the ranks of the articles that contain it. A prefix is a range of it.
 */
export interface WordList {
  /** All words in one text, without separators. */
  text: string
  /** Where each word begins in `text`, then the end of the last. */
  starts: Uint32Array
  /** Where the ranks of each word begin in `ranks`, then the end of the last. */
  rankStarts: Uint32Array
  ranks: Uint32Array
}

/** Records that the article of a rank contains these words. */
export function addPosting(
  ranksByWord: Map<string, number[]>,
  words: string[],
  rank: number,
): void {
  for (const word of new Set(words)) {
    const ranks = ranksByWord.get(word)
    if (ranks) ranks.push(rank)
    else ranksByWord.set(word, [rank])
  }
}

/** Builds the list from the recorded words. */
export function packWords(ranksByWord: ReadonlyMap<string, number[]>): WordList {
  const words = [...ranksByWord.keys()].sort()
  const ranksOfEach = words.map(word => ranksByWord.get(word) ?? [])
  const rankStarts = startsOf(ranksOfEach)
  const ranks = new Uint32Array(rankStarts.at(-1) ?? 0)
  ranksOfEach.forEach((some, at) => ranks.set(some, rankStarts[at]))
  return { text: words.join(''), starts: startsOf(words), rankStarts, ranks }
}

/** Where each piece begins when all are concatenated, then the end of the last. */
export function startsOf(pieces: readonly { length: number }[]): Uint32Array {
  const starts = new Uint32Array(pieces.length + 1)
  pieces.forEach((piece, at) => (starts[at + 1] = (starts[at] ?? 0) + piece.length))
  return starts
}

/** Range in `ranks` of all words that begin with a prefix; `to` is excluded. */
export function postingsOfPrefix(list: WordList, prefix: string): [from: number, to: number] {
  const first = firstWord(list, word => word >= prefix)
  const next = firstWord(list, word => word >= prefix && !word.startsWith(prefix))
  return [list.rankStarts[first] ?? 0, list.rankStarts[next] ?? 0]
}

/**
 * Ranges in `ranks` of the words that begin with a prefix typed with one mistake: a letter that is
 * wrong, missing or too many, or two that changed places. Every word is looked at once, without
 * allocating.
 */
export function postingsNearPrefix(list: WordList, prefix: string): [from: number, to: number][] {
  const ranges: [number, number][] = []
  for (let word = 0; word + 1 < list.starts.length; word += 1) {
    const [start = 0, end = 0] = [list.starts[word], list.starts[word + 1]]
    if (end - start < prefix.length - 1 || !isNearPrefix(list.text, start, end, prefix)) continue
    ranges.push([list.rankStarts[word] ?? 0, list.rankStarts[word + 1] ?? 0])
  }
  return ranges
}

function isNearPrefix(text: string, start: number, end: number, typed: string): boolean {
  let at = 0
  while (
    at < typed.length &&
    start + at < end &&
    text.charCodeAt(start + at) === typed.charCodeAt(at)
  ) {
    at += 1
  }
  if (at === typed.length) return true
  const goesOn = (inTyped: number, inWord: number) => {
    const from = start + inWord
    return from + typed.length - inTyped <= end && text.startsWith(typed.slice(inTyped), from)
  }
  const isSwapped =
    start + at + 1 < end &&
    text.charCodeAt(start + at) === typed.charCodeAt(at + 1) &&
    text.charCodeAt(start + at + 1) === typed.charCodeAt(at)
  return (
    goesOn(at + 1, at + 1) ||
    goesOn(at, at + 1) ||
    goesOn(at + 1, at) ||
    (isSwapped && goesOn(at + 2, at + 2))
  )
}

/** Places of the articles that contain exactly this word. */
export function postingsOf(list: WordList, wanted: string): number[] {
  const found = firstWord(list, word => word >= wanted)
  if (wordAt(list, found) !== wanted) return []
  return Array.from(list.ranks.subarray(list.rankStarts[found], list.rankStarts[found + 1]))
}

/** Rank of the first word that fulfils `isSo`; every later word must fulfil it too. */
function firstWord(list: WordList, isSo: (word: string) => boolean): number {
  let low = 0
  let high = list.starts.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isSo(wordAt(list, middle))) high = middle
    else low = middle + 1
  }
  return low
}

const wordAt = ({ text, starts }: WordList, rank: number): string =>
  text.slice(starts[rank], starts[rank + 1])
