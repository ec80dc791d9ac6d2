const NEW_LINE = 10
/** A sale of 1,000 lines takes half a megabyte. */
const LONGEST_LINE = 8 * 1024 * 1024

/**
 * Yields the lines of a text one by one: a year of sales never is one string in memory. A line that
 * is longer than any till writes comes empty, which is no entry.
 */
export function* linesOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder()
  let from = 0
  while (from < bytes.length) {
    const found = bytes.indexOf(NEW_LINE, from)
    const end = found === -1 ? bytes.length : found
    yield end - from > LONGEST_LINE ? '' : decoder.decode(bytes.subarray(from, end))
    from = end + 1
  }
}
