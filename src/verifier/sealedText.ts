const BEFORE = '{"entry":'
/** End of a line in canonical form: the entry's seal, then its signature. */
const END =
  /,"seal":"[0-9a-f]{64}"(,"till":"[A-Z]{1,9}","training":(?:true|false)\})(?:,"signature":(?:null|"[\w+/=:. -]*"))\}$/
const LONGEST_END = 500

/**
 * The sealed text of an entry, cut out of its line as it is, without parsing or sorting. Undefined
 * where the line is not in the order of RFC 8785.
 *
 * The cut is at the entry's own level: between the seal and the end of the line no quote can stand
 * inside a text. If the text has this very seal, it is the text that was sealed.
 */
export function sealedTextIn(line: string): string | undefined {
  if (!line.startsWith(BEFORE)) return undefined
  const end = END.exec(line.slice(-LONGEST_END))
  if (!end) return undefined
  const sealAt = Math.max(0, line.length - LONGEST_END) + end.index
  return `${line.slice(BEFORE.length, sealAt)}${end[1] ?? ''}`
}
