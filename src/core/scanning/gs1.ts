import { kindOf } from './checkDigit'
import type { Gtin } from './gtin'

/** What a GS1 code says: the article, and the measure of goods whose measure varies. */
export interface Gs1Reading {
  gtin: Gtin
  /** Net weight; null where there is none, or where the goods are not weighed one by one. */
  weightGrams: number | null
}

/** Separates two fields (FNC1), as scanners send it: group separator, control key 29. */
export const GROUP_SEPARATOR = '\u001D'
/** Other ways in which scanners spell the separator. */
const SEPARATORS = /<GS>|\{GS\}|\u241D/g
/** Symbology identifiers of codes that hold GS1 fields (ISO/IEC 15424), and of any other. */
const GS1_IDENTIFIER = /^\](?:C1|e0|d2|Q3|J1)\s*/i
const IDENTIFIER = /^\][A-Za-z]\d\s*/
/** The longest code that is read: longer than any GS1 code, short enough for hostile ones. */
const LONGEST = 2_048
const MOST_FIELDS = 40
const LONGEST_VALUE = 90

/** Length of an application identifier, by its first two digits. */
const IDENTIFIER_LENGTHS = new Map<string, number>([
  ...lengths('00 01 02 03 04 10 11 12 13 15 16 17 20 21 22 30 37', 2),
  ...lengths('90 91 92 93 94 95 96 97 98 99', 2),
  ...lengths('23 24 25 40 41 42 71', 3),
  ...lengths('31 32 33 34 35 36 39 43 70 72 80 81 82', 4),
])
/**
 * Length of the values that need no separator behind them, by the first two digits of their
 * identifier. Source: GS1 General Specifications, figure 7.8.5-2.
 */
const VALUE_LENGTHS = new Map<string, number>([
  ['00', 18],
  ...lengths('01 02 03', 14),
  ['04', 16],
  ...lengths('11 12 13 14 15 16 17 18 19', 6),
  ['20', 2],
  ...lengths('31 32 33 34 35 36', 6),
  ['41', 13],
])

/**
 * Reads a GS1 element string, with or without symbology identifier and parentheses, or a GS1
 * Digital Link of any domain. Undefined for any other text, and where no proven article number is
 * in it. Lot, dates, serial number, prices and counts are set aside: the till neither sells nor
 * counts by them. A weight counts only for an article number of goods of variable measure, which
 * begins with 9.
 */
export function readGs1(text: string): Gs1Reading | undefined {
  if (text.length > LONGEST) return undefined
  const plain = text.trim().replace(IDENTIFIER, '')
  if (/^https?:\/\//i.test(plain)) return readLink(plain)
  if (!/^[\u001D(<{\u241D\d]/.test(plain)) return undefined
  const isMarked = GS1_IDENTIFIER.test(text.trim()) || plain.startsWith(GROUP_SEPARATOR)
  const fields = /^\(\d/.test(plain) ? bracketedFields(plain) : fieldsOf(plain, isMarked)
  return fields && readingOf(fields)
}

type Fields = ReadonlyMap<string, string>

function readingOf(fields: Fields): Gs1Reading | undefined {
  const gtin = fields.get('01')
  if (gtin === undefined || !isGtin(gtin)) return undefined
  return { gtin, weightGrams: gtin.startsWith('9') ? weightGramsOf(fields) : null }
}

const isGtin = (digits: string) => kindOf(digits) === 'gtin-14' && !/^0+$/.test(digits)

/** Net weight in kilograms, the last digit of its identifier being the number of decimals. */
function weightGramsOf(fields: Fields): number | null {
  for (const [identifier, value] of fields) {
    const decimals = /^310([0-5])$/.exec(identifier)?.[1]
    if (decimals === undefined || !/^\d{6}$/.test(value)) continue
    const grams = Math.round(Number(value) * 10 ** (3 - Number(decimals)))
    return grams > 0 ? grams : null
  }
  return null
}

/**
 * Fields one after another. Without a mark of GS1 every character must belong to a field: a code
 * of another kind may begin with the same digits.
 */
function fieldsOf(text: string, isMarked: boolean): Fields | undefined {
  const rest = text.replace(SEPARATORS, GROUP_SEPARATOR)
  const fields = new Map<string, string>()
  let at = 0
  while (at < rest.length && fields.size < MOST_FIELDS) {
    if (rest[at] === GROUP_SEPARATOR || rest[at] === ' ') {
      at += 1
      continue
    }
    const field = fieldAt(rest, at)
    if (!field) return isMarked ? fields : undefined
    // The first value counts: a repeated field would let a later one replace the article.
    if (!fields.has(field.identifier)) fields.set(field.identifier, field.value)
    at = field.end
  }
  return fields
}

function fieldAt(
  text: string,
  at: number,
): { identifier: string; value: string; end: number } | undefined {
  const start = text.slice(at, at + 2)
  const identifier = text.slice(at, at + (IDENTIFIER_LENGTHS.get(start) ?? 0))
  if (!/^\d{2,4}$/.test(identifier)) return undefined
  const from = at + identifier.length
  const length = VALUE_LENGTHS.get(start)
  const separator = text.indexOf(GROUP_SEPARATOR, from)
  const open = separator === -1 ? text.length : separator
  const end = length === undefined ? open : from + length
  const value = text.slice(from, end)
  const isWhole = length === undefined ? value.length > 0 : /^\d+$/.test(value) && end <= open
  return isWhole && value.length <= LONGEST_VALUE ? { identifier, value, end } : undefined
}

/** The form printed for people: `(01)05400000002649(10)LOT`. */
function bracketedFields(text: string): Fields {
  const found = text.matchAll(/\((\d{2,4})\)([^(]{1,90})/g)
  const fields = new Map<string, string>()
  for (const [, identifier = '', value = ''] of found) {
    if (!fields.has(identifier)) fields.set(identifier, value.trim())
  }
  return fields
}

/** A link of any domain and path: `https://example.com/shop/01/05400000002649/10/LOT?17=261231`. */
function readLink(link: string): Gs1Reading | undefined {
  const [address = '', query = ''] = link.split('#')[0]?.split('?') ?? []
  const [, , , ...segments] = address.split('/')
  for (const [at, segment] of segments.entries()) {
    const digits = segments[at + 1] ?? ''
    if (!/^(?:01|gtin)$/i.test(segment) || !/^\d{8}$|^\d{12,14}$/.test(digits)) continue
    const gtin = digits.padStart(14, '0')
    if (!isGtin(gtin)) continue
    const pairs = query.split(/[&;]/).map(pair => pair.split('='))
    const measures = pairs.flatMap(([key = '', value]) => (value ? [[key, value] as const] : []))
    return readingOf(new Map([['01', gtin], ...measures.filter(([key]) => key !== '01')]))
  }
  return undefined
}

function lengths(identifiers: string, length: number): [string, number][] {
  return identifiers.split(' ').map(one => [one, length])
}
