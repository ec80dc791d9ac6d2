import { unparse } from 'papaparse'

/** A figure, as French tables have it: it alone stands without quotes. */
const FIGURE = /^-?\d+(?:,\d+)?$/

/**
 * Rows as CSV that a French spreadsheet opens directly: separated by semicolons. Every text is quoted,
 * so that no program takes a part of it for a cell of its own; the cells must be made by `textCell`.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  const text = unparse(rows as string[][], {
    delimiter: ';',
    newline: '\r\n',
    quotes: value => !FIGURE.test(String(value)),
  })
  return `${text}\r\n`
}

/** A whole table in one text, with the byte order mark by which spreadsheets know UTF-8. */
export const csvFile = (rows: readonly (readonly string[])[]): string => `\uFEFF${csvText(rows)}`
