/**
 * Sorted words, each with the places of the articles that contain it. A prefix is a range of it.
 */
export interface WordList {
  /** All words in one text, without separators. */
  text: string
  /** Where each word begins in `text`, then the end of the last. */
  starts: Uint32Array
  /** Where the places of each word begin in `places`, then the end of the last. */
  placeStarts: Uint32Array
  places: Uint32Array
}

/** Records that the article at a place contains these words. */
export function addPosting(
  placesByWord: Map<string, number[]>,
  words: string[],
  place: number,
): void {
  for (const word of new Set(words)) {
    const places = placesByWord.get(word)
    if (places) places.push(place)
    else placesByWord.set(word, [place])
  }
}

/** Builds the list from the recorded words. */
export function packWords(placesByWord: ReadonlyMap<string, number[]>): WordList {
  const words = [...placesByWord.keys()].sort()
  const placesOfEach = words.map(word => placesByWord.get(word) ?? [])
  const placeStarts = startsOf(placesOfEach)
  const places = new Uint32Array(placeStarts.at(-1) ?? 0)
  placesOfEach.forEach((some, at) => places.set(some, placeStarts[at]))
  return { text: words.join(''), starts: startsOf(words), placeStarts, places }
}

/** Where each piece begins when all are concatenated, then the end of the last. */
export function startsOf(pieces: readonly { length: number }[]): Uint32Array {
  const starts = new Uint32Array(pieces.length + 1)
  pieces.forEach((piece, at) => (starts[at + 1] = (starts[at] ?? 0) + piece.length))
  return starts
}

/** Range in `places` of all words that begin with a prefix; `to` is excluded. */
export function postingsOfPrefix(list: WordList, prefix: string): [from: number, to: number] {
  const first = firstWord(list, word => word >= prefix)
  const next = firstWord(list, word => word >= prefix && !word.startsWith(prefix))
  return [list.placeStarts[first] ?? 0, list.placeStarts[next] ?? 0]
}

/** Places of the articles that contain exactly this word. */
export function postingsOf(list: WordList, wanted: string): number[] {
  const found = firstWord(list, word => word >= wanted)
  if (wordAt(list, found) !== wanted) return []
  return Array.from(list.places.subarray(list.placeStarts[found], list.placeStarts[found + 1]))
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
