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
export const FORMULA = /^(?:[=@\t\r]|-(?![\d,]+$)|\+(?![\d\s.()]+$)).*$/s
