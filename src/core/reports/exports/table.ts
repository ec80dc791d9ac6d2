/** What a column holds: a program that writes a spreadsheet gives each its own format. */
export type CellKind = 'text' | 'day' | 'cents' | 'rate' | 'quantity' | 'count'

/** Amounts are cents, rates hundredths of a percent, quantities thousandths: as sealed. */
export type CellValue = string | number

/** Rows of figures under columns; people read their names in the language of the screen. */
export interface Table<Column extends string = string> {
  columns: readonly { key: Column; kind: CellKind }[]
  rows: CellValue[][]
}

const PARTS: Partial<Record<CellKind, number>> = { cents: 100, rate: 100, quantity: 1000 }

/** The number a spreadsheet is given; the text as it is. */
export function plainValue(value: CellValue, kind: CellKind): CellValue {
  return typeof value === 'number' ? value / (PARTS[kind] ?? 1) : value
}

/** A cell as a French spreadsheet reads it: a decimal comma, and as many decimals as matter. */
export function cellText(value: CellValue, kind: CellKind): string {
  if (typeof value === 'string') return value
  const plain = plainValue(value, kind) as number
  const text = kind === 'cents' ? plain.toFixed(2) : String(plain)
  return text.replace('.', ',')
}

/**
 * What a spreadsheet would take for a formula (CWE-1236): it is written as a text. A number below zero is none, nor is a
 * phone such as `+33 6…`.
 */
export const FORMULA = /^(?:[=@\t\r]|-(?![\d,]+$)|\+(?![\d\s.()]+$)).*$/s
