/** Words, sorted, each with the places of the articles that have it: a prefix is a range. */
export interface WordList {
  /** All of them, one after the other. */
  text: string
  /** Where each begins in `text`; then where the last one ends. */
  starts: Uint32Array
  /** Where the places of each begin in `places`; then where those of the last one end. */
  placeStarts: Uint32Array
  places: Uint32Array
}

/** Notes that the article at a place has these words. */
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

/** The list of the words noted. */
export function packWords(placesByWord: ReadonlyMap<string, number[]>): WordList {
  const words = [...placesByWord.keys()].sort()
  const placesOfEach = words.map(word => placesByWord.get(word) ?? [])
  const placeStarts = startsOf(placesOfEach)
  const places = new Uint32Array(placeStarts.at(-1) ?? 0)
  placesOfEach.forEach((some, at) => places.set(some, placeStarts[at]))
  return { text: words.join(''), starts: startsOf(words), placeStarts, places }
}

/** Where each begins when they follow one another; then where the last one ends. */
export function startsOf(pieces: readonly { length: number }[]): Uint32Array {
  const starts = new Uint32Array(pieces.length + 1)
  pieces.forEach((piece, at) => (starts[at + 1] = (starts[at] ?? 0) + piece.length))
  return starts
}

/** From where to where `places` has those of the words that begin so. */
export function postingsOfPrefix(list: WordList, prefix: string): [from: number, to: number] {
  const first = firstWord(list, word => word >= prefix)
  const next = firstWord(list, word => word >= prefix && !word.startsWith(prefix))
  return [list.placeStarts[first] ?? 0, list.placeStarts[next] ?? 0]
}

/** Places of the articles that have this very word. */
export function postingsOf(list: WordList, wanted: string): number[] {
  const found = firstWord(list, word => word >= wanted)
  if (wordAt(list, found) !== wanted) return []
  return Array.from(list.places.subarray(list.placeStarts[found], list.placeStarts[found + 1]))
}

/** Rank of the first word that is so; all after it are. */
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
