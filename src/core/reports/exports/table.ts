/** Content of a column, which decides its number format in a spreadsheet. */
export type CellKind = 'text' | 'day' | 'cents' | 'rate' | 'quantity' | 'count'

/** Amounts are cents, rates hundredths of a percent, quantities thousandths, as sealed. */
export type CellValue = string | number

/** A table of figures. Column names are translated to the screen's language elsewhere. */
export interface Table<Column extends string = string> {
  columns: readonly { key: Column; kind: CellKind }[]
  rows: CellValue[][]
}

const PARTS: Partial<Record<CellKind, number>> = { cents: 100, rate: 100, quantity: 1000 }

/** A cell's number in whole units for a spreadsheet; a text stays as it is. */
export function plainValue(value: CellValue, kind: CellKind): CellValue {
  return typeof value === 'number' ? value / (PARTS[kind] ?? 1) : value
}

/** A cell as text for a French spreadsheet: decimal comma, two decimals for amounts. */
export function cellText(value: CellValue, kind: CellKind): string {
  if (typeof value === 'string') return value
  const plain = plainValue(value, kind) as number
  const text = kind === 'cents' ? plain.toFixed(2) : String(plain)
  return text.replace('.', ',')
}

/**
 * Texts that a spreadsheet would take for a formula (CWE-1236); they are written as text. Numbers
 * below zero and phone numbers such as `+33 6…` do not match.
 */
export const FORMULA = /^(?:[=@＝＠－＋\t\r]|-(?![\d,]+$)|\+(?![\d\s.()]+$)).*$/s

/** Where a program that reads the file by another separator begins a cell. */
const CELL = /(^|[;,|\t\r\n])([\s"']*)([^;,|\t\r\n]*)/g

/**
 * A text in which no part is a formula, wherever a reader splits it: by semicolons, commas, tabs or
 * lines. An apostrophe stands before each that would be one.
 */
export function withoutFormulas(text: string): string {
  return text.replaceAll(CELL, (whole, before: string, blank: string, cell: string) =>
    FORMULA.test(cell) ? `${before}${blank}'${cell}` : whole,
  )
}

/** Digits and signs alone, as in phone numbers, postal codes and references. */
const NUMBER_LIKE = /^[\s(+-]*\d[\d\s.,:/+()%€'’-]*$/
/** Numbers that a spreadsheet shows with the same characters. */
const PLAIN_NUMBER = /^(?:0|[1-9]\d{0,10})$/
const TIME = /^\d{2}:\d{2}:\d{2}$/
const EXPONENT = /^[+-]?\d+(?:[.,]\d*)?e[+-]?\d+$/i
const MONTH =
  '(?:jan|f[eé][bv]|mar|a[pv]r|ma[iy]|jui?n|jui?l|ao[uû]|aug|sep|oct|nov|d[eé]c)[a-zéû]{0,7}\\.?'
const DATE = new RegExp(
  `^(?:\\d{1,4}[\\s./-]*${MONTH}|${MONTH}[\\s./-]*\\d{1,4})(?:[\\s./-]+\\d{1,4})?$`,
  'i',
)
const LOGICAL = /^(?:vrai|faux|true|false)$/i
/** No identifier is longer; longer texts are not examined. */
const LONGEST_MISREAD = 40

/**
 * Whether a spreadsheet that opens a CSV would change the characters of a text: `0612345678` would
 * lose its zero, `1E5` become 100000, `3-12` a date, an EAN-13 4,01E+12.
 */
export function isMisread(text: string): boolean {
  if (text.length > LONGEST_MISREAD || PLAIN_NUMBER.test(text) || TIME.test(text)) return false
  return [NUMBER_LIKE, EXPONENT, DATE, LOGICAL].some(form => form.test(text.trim()))
}

/**
 * A text as a cell of a CSV. A tab before it makes spreadsheets keep its characters; they do not
 * show it, and programs that read the file trim it as any blank. What would be a formula has an
 * apostrophe before it.
 */
export function textCell(text: string): string {
  if (isMisread(text) && !FORMULA.test(text)) return `\t${text}`
  const plain = withoutFormulas(text)
  return FORMULA.test(plain) ? `'${plain}` : plain
}
