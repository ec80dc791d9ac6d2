/** The kind of a code, as far as its digits prove it; `other` for Code 128 and the like. */
export type CodeKind = 'ean-13' | 'ean-8' | 'upc-a' | 'gtin-14' | 'gs1' | 'other'

/** Kinds of codes that end with a check digit, by length. */
const KIND_BY_LENGTH: Record<number, CodeKind> = {
  8: 'ean-8',
  12: 'upc-a',
  13: 'ean-13',
  14: 'gtin-14',
}

/**
 * Check digit for these digits: weights 3 and 1 in turn, from the right. Source: GS1 General
 * Specifications, 7.9.1.
 */
export function checkDigitOf(digits: string): string {
  let sum = 0
  // Without lists: this runs for each of 50,000 articles before the first scan.
  for (let at = digits.length - 1, weight = 3; at >= 0; at -= 1, weight = 4 - weight) {
    sum += Number(digits[at]) * weight
  }
  return String((10 - (sum % 10)) % 10)
}

/** The kind of a code with a correct check digit, else `other`. */
export function kindOf(code: string): CodeKind {
  const kind = /^\d+$/.test(code) ? KIND_BY_LENGTH[code.length] : undefined
  return kind && code.endsWith(checkDigitOf(code.slice(0, -1))) ? kind : 'other'
}
