/*
 * A text without a card's number and expiry, whatever a terminal leaves in it. A number is found by its
 * digits, however they are grouped and over however many lines; what it may be taken for on every slip
 * (an amount, a date, a time) is told from it by its shape.
 */

/** As many digits as a card's number has. */
const FEWEST_DIGITS = 13
const MOST_DIGITS = 19
/** Digits that stay: they are on every slip. */
const SHOWN_DIGITS = 4
/** Signs between two groups of one number; blanks and line ends side by side are one. */
const MOST_SIGNS = 3

const AMOUNT = String.raw`\d{1,6}(?:[.,]\d{2}(?= ?E(?:UR)?\b)|,\d{2}(?= *$))`
const DATE = String.raw`(?:0[1-9]|[12]\d|3[01])([/.-])(?:0[1-9]|1[0-2])\2(?:20)?\d{2}(?!\d)`
const TIME = String.raw`[0-2]\d:[0-5]\d(?::[0-5]\d)?(?!\d)`
/** An amount, a date or a time, in the first group; or digits. */
const PIECE = new RegExp(`(${AMOUNT}|${DATE}|${TIME})|\\d+`, 'gim')

/** A part of a text, from its first character to the one after its last. */
interface Part {
  from: number
  to: number
}

const MONTH = '(?:0[1-9]|1[0-2])'
const YEAR = String.raw`(?:20)?\d{2}`
const monthAndYear = (signs: string) => `(?:${MONTH}${signs}${YEAR}|${YEAR}${signs}${MONTH})`
const expiry = (words: string, form: string) =>
  new RegExp(
    String.raw`((?:^|[^A-Z])(?:${words})(?![A-Z])\D{0,16})${form}(?!\d|[.,/-]\d| ?E(?:UR)?\b)`,
    'gi',
  )
/** After words of an expiry alone, in any form; after words of other things too, with a slash or a dash. */
const EXPIRIES = [
  expiry(
    'EXP(?:IR[A-Z]*)?|VALIDIT[EÉ]|VALID THRU|FIN(?: DE)? VAL',
    String.raw`(?:\d{2}[/.-])?${monthAndYear('[ /.-]{0,3}')}`,
  ),
  expiry('FIN|VAL|VALID[A-Z]*|VALABLE', monthAndYear(' ?[/-] ?')),
]

/**
 * Masks a slip's whole text, before it is cut into lines. Longer numbers of the shop, as a SIRET, lose
 * their digits as well: nothing tells them from a card's for certain.
 */
export function maskCards(text: string): string {
  let masked = ''
  let at = 0
  for (const { from, to } of numbersIn(text)) {
    masked += text.slice(at, from) + maskNumber(text.slice(from, to))
    at = to
  }
  masked += text.slice(at)
  return EXPIRIES.reduce((left, each) => left.replace(each, '$1**/**'), masked)
}

/** Parts of a text whose digits may be one number, in their order. */
function numbersIn(text: string): Part[] {
  const parts: Part[] = []
  let open: Part | undefined
  for (const { index: from, 0: piece, 1: kept } of text.matchAll(PIECE)) {
    const to = from + piece.length
    const between = open ? text.slice(open.to, from) : 'none'
    const isJoined = /^[^0-9A-Z]*$/i.test(between) && signsOf(between) <= MOST_SIGNS
    // On the line of a number it is rather a group of it.
    const isKept = kept !== undefined && (!isJoined || between.includes('\n'))
    if (isKept) open = undefined
    else if (open && isJoined) open.to = to
    else parts.push((open = { from, to }))
  }
  return parts
}

const signsOf = (between: string): number => between.replace(/\s+/g, ' ').length

function maskNumber(number: string): string {
  const digits = number.replace(/\D/g, '').length
  if (digits < FEWEST_DIGITS) return number
  // Of a longer one, the last digits may be another thing's.
  let left = digits > MOST_DIGITS ? digits : digits - SHOWN_DIGITS
  return number.replace(/\d/g, digit => (left-- > 0 ? '*' : digit))
}
