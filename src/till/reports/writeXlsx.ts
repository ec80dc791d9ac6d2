import type { SheetData } from 'write-excel-file/universal'
import { soundText } from '@/core/text'
import { plainValue, type CellKind, type CellValue, type Table } from '@/core/reports/exports/table'

/** Number formats; a spreadsheet shows them in the style of its own country. */
const FORMATS: Partial<Record<CellKind, string>> = {
  cents: '#,##0.00',
  quantity: '0.###',
  rate: '0.##',
}
const WIDTHS: Record<CellKind, number> = {
  text: 22,
  day: 12,
  cents: 13,
  rate: 9,
  quantity: 10,
  count: 9,
}
/** Limits of a sheet's name: its length, and the characters it may not contain. */
const LONGEST_NAME = 31
const UNNAMEABLE = /[[\]:*?/\\]/g

/**
 * Writes a table as an XLSX workbook of one sheet. Texts are written as texts, so that no text
 * becomes a formula. The library is loaded only when a workbook is made.
 */
export async function writeXlsx(
  { columns, rows }: Table,
  heads: readonly string[],
  title: string,
): Promise<Blob> {
  const { default: writeXlsxFile } = await import('write-excel-file/universal')
  const head = heads.map(value => ({ value, type: String, fontWeight: 'bold' as const }))
  const body: SheetData = rows.map(row =>
    row.map((value, index) => cellOf(value, columns[index]?.kind ?? 'text')),
  )
  return writeXlsxFile([head, ...body], {
    sheet: title.replace(UNNAMEABLE, ' ').slice(0, LONGEST_NAME),
    columns: columns.map(({ kind }) => ({ width: WIDTHS[kind] })),
    stickyRowsCount: 1,
  }).toBlob()
}

function cellOf(value: CellValue, kind: CellKind) {
  if (value === '') return null
  if (kind === 'day')
    return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' }
  const format = FORMATS[kind]
  return typeof value === 'number'
    ? { value: plainValue(value, kind), type: Number, ...(format ? { format } : {}) }
    : // The text format keeps the characters when a person edits the cell, too.
      { value: xmlText(value), type: String, format: '@' }
}

/** Most characters of a cell. */
const LONGEST_CELL = 32_767

/**
 * A text as XML takes it: without control characters (XML 1.0, 2.2), and with no part that a
 * spreadsheet would decode (`_x0041_` is how a workbook writes A: ECMA-376, 22.9.2.19).
 */
function xmlText(text: string): string {
  const plain = soundText(text).replaceAll('\u001d', ' ')
  return plain.replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_').slice(0, LONGEST_CELL)
}
