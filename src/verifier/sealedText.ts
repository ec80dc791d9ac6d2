const BEFORE = '{"entry":'
/** Where an entry in canonical form ends, with its seal; then its signature. */
const END =
  /,"seal":"[0-9a-f]{64}"(,"till":"[A-Z]{1,9}","training":(?:true|false)\})(?:,"signature":(?:null|"[\w+/=]*"))\}$/
const LONGEST_END = 400

/**
 * The text that an entry's seal is of, cut out of its line as it is written: nothing is put in
 * order nor written again. Undefined where the line is not in the order of RFC 8785.
 *
 * What is cut out stands at the entry's own level: between the end of the line and the seal
 * there is no quote that could be inside a text. A text with that very seal is what was sealed.
 */
export function sealedTextIn(line: string): string | undefined {
  if (!line.startsWith(BEFORE)) return undefined
  const end = END.exec(line.slice(-LONGEST_END))
  if (!end) return undefined
  const sealAt = Math.max(0, line.length - LONGEST_END) + end.index
  return `${line.slice(BEFORE.length, sealAt)}${end[1] ?? ''}`
}
