const NEW_LINE = 10

/** The lines of a text, one at a time: a year of sales is never one string in memory. */
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
