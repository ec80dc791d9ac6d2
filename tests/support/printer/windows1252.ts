/**
 * Bytes 80 to 9F of Windows-1252 by the WHATWG's index, five of them without a letter: the tests'
 * own table, since Node 20 decodes this page as ISO 8859-1.
 */
const BEYOND = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
  0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161,
  0x203a, 0x0153, 0, 0x017e, 0x0178,
]

/** The letter of a byte; undefined where the page has none. */
export function letterOf(byte: number): string | undefined {
  const code = byte >= 0x80 && byte <= 0x9f ? BEYOND[byte - 0x80] : byte
  return code ? String.fromCodePoint(code) : undefined
}
