/** Characters where ISO 8859-15 differs from the first 256 of Unicode. */
const OWN = new Map([
  ['€', 0xa4],
  ['Š', 0xa6],
  ['š', 0xa8],
  ['Ž', 0xb4],
  ['ž', 0xb8],
  ['Œ', 0xbc],
  ['œ', 0xbd],
  ['Ÿ', 0xbe],
])
const TAKEN = new Set(OWN.values())

/** Typed characters that ISO 8859-15 lacks, with their replacement. */
const ALIKE: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u202f': ' ',
  '\u00a0': ' ',
}

/**
 * Encodes a text in ISO 8859-15. A character that the set lacks loses its accent or becomes `?`.
 */
export function latin9(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...text].flatMap(character => bytesOf(character)))
}

function bytesOf(character: string): number[] {
  const own = OWN.get(character)
  if (own !== undefined) return [own]
  const code = character.codePointAt(0) ?? 0
  const alike = ALIKE[character]
  if (alike !== undefined) return [...alike].flatMap(one => bytesOf(one))
  if (code < 0x100 && !TAKEN.has(code)) return [code]
  const plain = character.normalize('NFKD').replace(/\p{Mark}/gu, '')
  return plain === character || plain === '' ? [0x3f] : [...plain].flatMap(one => bytesOf(one))
}
