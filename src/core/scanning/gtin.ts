import { checkDigitOf, kindOf } from './checkDigit'

/**
 * A trade item number in its longest spelling, 14 digits: an EAN-13, UPC-A or EAN-8 with zeros
 * before it. Source: GS1 General Specifications, 3.3.2.
 */
export type Gtin = string

const GTIN_LENGTH = 14
/** Hyphens, dashes and spaces that people and publishers write in codes. */
const SEPARATORS = /[\s\u00AD\u2010-\u2015\u2212-]/g
/** The form of an ISBN-10 without hyphens. */
export const ISBN_10 = /^\d{9}[\dX]$/
const BOOKLAND = '978'
/** Books and periodicals may have two or five more digits beside their EAN-13: issue or price. */
const WITH_ADD_ON = /^97[789]\d{10}(?:\d{2}|\d{5})$/

/** A code without hyphens and spaces. */
export const withoutSeparators = (code: string) => code.replace(SEPARATORS, '').toUpperCase()

/**
 * The trade items that a code may name, whichever of its standard spellings is used: EAN-13,
 * EAN-8, UPC-A, UPC-E, GTIN-14, ISBN-10, with hyphens and spaces or without. Empty where no check
 * digit proves the code. Eight digits may be both an EAN-8 and a UPC-E: then both are given.
 */
export function gtinsOf(code: string): Gtin[] {
  const digits = withoutSeparators(code)
  if (/^0*$/.test(digits)) return []
  if (WITH_ADD_ON.test(digits)) return gtinsOf(digits.slice(0, 13))
  if (ISBN_10.test(digits)) return isIsbn10(digits) ? [padded(eanOfIsbn10(digits))] : []
  const plain = kindOf(digits) === 'other' ? [] : [digits]
  const expanded = upcAOfUpcE(digits)
  return [...plain, ...(expanded ? [expanded] : [])].map(padded)
}

/** The spelling on European goods: EAN-13, or EAN-8 for a short number. */
export function plainSpelling(gtin: Gtin): string {
  if (gtin.startsWith('000000')) return gtin.slice(6)
  return gtin.startsWith('0') ? gtin.slice(1) : gtin
}

/** Every spelling of a trade item number in digits alone. */
export function spellingsOf(gtin: Gtin): string[] {
  const shorter = [13, 12, 8].map(length => GTIN_LENGTH - length)
  const cut = shorter.filter(zeros => /^0*$/.test(gtin.slice(0, zeros)))
  const isBook = gtin.startsWith(`0${BOOKLAND}`)
  return [gtin, ...cut.map(zeros => gtin.slice(zeros)), ...(isBook ? [isbn10Of(gtin)] : [])]
}

/**
 * The UPC-A that a UPC-E abridges; undefined where the digits are none. Source: GS1 General
 * Specifications, 5.2.2.4.
 */
export function upcAOfUpcE(digits: string): string | undefined {
  if (!/^[01]\d{7}$/.test(digits)) return undefined
  const [system, a, b, c, d, e, last, check] = digits
  const body = {
    0: `${a}${b}00000${c}${d}${e}`,
    1: `${a}${b}10000${c}${d}${e}`,
    2: `${a}${b}20000${c}${d}${e}`,
    3: `${a}${b}${c}00000${d}${e}`,
    4: `${a}${b}${c}${d}00000${e}`,
  }[last ?? '']
  const eleven = `${system}${body ?? `${a}${b}${c}${d}${e}0000${last}`}`
  return checkDigitOf(eleven) === check ? `${eleven}${check}` : undefined
}

const padded = (digits: string): Gtin => digits.padStart(GTIN_LENGTH, '0')

/** The EAN-13 of a book: its nine digits count, not their old check digit. */
export const eanOfIsbn10 = (isbn: string) => {
  const body = `${BOOKLAND}${isbn.slice(0, 9)}`
  return body + checkDigitOf(body)
}

function isbn10Of(gtin: Gtin): string {
  const body = gtin.slice(4, 13)
  return body + isbn10CheckOf(body)
}

const isIsbn10 = (isbn: string) => isbn.endsWith(isbn10CheckOf(isbn.slice(0, 9)))

/** Weights 10 to 2, modulo 11; ten is written X. Source: ISO 2108:1992, annex A. */
function isbn10CheckOf(body: string): string {
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0)
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'X' : String(check)
}
