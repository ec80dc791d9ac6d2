import { kindOf } from './checkDigit'
import { readGs1 } from './gs1'
import {
  eanOfIsbn10,
  gtinsOf,
  ISBN_10,
  plainSpelling,
  spellingsOf,
  withoutSeparators,
} from './gtin'

const EAN_13 = /^\d{13}$/
/** Codes of digits alone are equal with hyphens and spaces or without. */
const DIGITS = /^\d{4,20}$/

/**
 * One spelling for all codes that name the same article. A proven trade item number is its 14
 * digits, whichever way it is spelled (`gtinsOf`) and also inside a GS1 code; any other code is
 * itself in capitals. Eight digits that are an EAN-8 and a UPC-E have two keys.
 */
export function codeKeys(code: string): string[] {
  // Almost every code: this runs for each of 50,000 articles.
  if (EAN_13.test(code)) return [kindOf(code) === 'ean-13' && Number(code) > 0 ? `0${code}` : code]
  const gtins = everyGtin(code)
  return gtins.length > 0 ? gtins : [ownKey(code)]
}

/**
 * Keys under which an index holds a code of an article. Books are held by their nine digits too:
 * shops and publishers write ISBN-10 with wrong check digits, and the book is the same.
 */
export function heldKeys(code: string): string[] {
  const keys = codeKeys(code)
  if (EAN_13.test(code) && !code.startsWith('978')) return keys
  const ean = eanOfIsbn(code)
  if (ean) return [ownKey(code), ...codeKeys(ean)]
  return [...keys, ...keys.flatMap(key => (key.startsWith('0978') ? bookKey(key) : []))]
}

/**
 * Keys under which to look for a code, the most certain first: the first that an article has is
 * the code meant. A number of ten digits is first itself, as it may be the shop's own.
 */
export function soughtKeys(code: string): string[] {
  const ean = eanOfIsbn(code)
  if (!ean) return codeKeys(code)
  const isProven = gtinsOf(code).length > 0
  return [ownKey(code), ...codeKeys(ean).map(key => (isProven ? key : bookKey(key)))]
}

/** Whether two codes name the same article, as their check digits prove. */
export function isSameCode(one: string, other: string): boolean {
  const keys = codeKeys(one)
  return codeKeys(other).some(key => keys.includes(key))
}

/** Codes without those that only spell an earlier one differently. */
export function distinctCodes(codes: readonly string[]): string[] {
  return codes.filter((code, at) => !codes.slice(0, at).some(earlier => isSameCode(earlier, code)))
}

/** The codes that are not yet among those held, in any spelling. */
export function addedCodes(held: readonly string[], added: readonly string[]): string[] {
  return distinctCodes(added).filter(code => !held.some(one => isSameCode(one, code)))
}

/** The code as a person would read it on the goods: of a GS1 code, the article number alone. */
export function codeShown(text: string): string {
  const gs1 = readGs1(text)
  return gs1 ? plainSpelling(gs1.gtin) : text
}

/** The spelling on the goods of a held code, where it is held in another one. */
export function codesPrinted(code: string): string[] {
  return gtinsOf(code)
    .map(plainSpelling)
    .filter(printed => printed !== code)
}

/**
 * Every text by which a code may be written elsewhere, as in a reference: the digits of each
 * length, the ISBN-10, and the code itself. In capitals.
 */
export function spellingsOfCode(code: string): string[] {
  return [code.toUpperCase(), ...everyGtin(code).flatMap(spellingsOf)]
}

/** Whether a reference is one of these texts in capitals; a code of digits may have hyphens. */
export function isWrittenAs(reference: string, texts: ReadonlySet<string>): boolean {
  if (texts.has(reference.toUpperCase())) return true
  if (!/^\d[\d\s-]{6,}[\dX]$/i.test(reference)) return false
  return texts.has(withoutSeparators(reference)) || texts.has(eanOfIsbn(reference) ?? '')
}

/**
 * Codes typed one behind another, separated by commas, semicolons or spaces. A code may itself be
 * written with spaces: `978 2 07 036024 6`.
 */
export function codesTyped(text: string): string[] {
  const pieces = text.split(/[,;\n]/).map(piece => piece.trim())
  const codes = pieces.flatMap(piece => (gtinsOf(piece).length > 0 ? piece : piece.split(/\s+/)))
  return distinctCodes(codes.filter(Boolean))
}

function everyGtin(code: string): string[] {
  const gtins = gtinsOf(code)
  if (gtins.length > 0) return gtins
  const gs1 = readGs1(code)
  return gs1 ? [gs1.gtin] : []
}

/** The EAN-13 of a text written as an ISBN-10, whatever its check digit. */
function eanOfIsbn(code: string): string | undefined {
  const digits = withoutSeparators(code)
  return ISBN_10.test(digits) ? eanOfIsbn10(digits) : undefined
}

/** A key that only books held by their EAN-13 have. */
const bookKey = (gtin: string) => `ISBN ${gtin.slice(4, 13)}`

function ownKey(code: string): string {
  const bare = withoutSeparators(code)
  return DIGITS.test(bare) ? bare : code.trim().toUpperCase()
}
