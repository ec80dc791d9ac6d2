const NEW_LINE = 10

/** Yields the lines of a text one by one: a year of sales never is one string in memory. */
export function* linesOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder()
  let from = 0
  while (from < bytes.length) {
    const found = bytes.indexOf(NEW_LINE, from)
    const end = found === -1 ? bytes.length : found
    yield decoder.decode(bytes.subarray(from, end))
    from = end + 1
  }
}
