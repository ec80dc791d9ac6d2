import type { ZipFile } from './writeZip'
import { csvText } from '@/till/reports/csv'
import type { ArchiveTable } from '@/core/archive/tables'
import { TEXT_HEADS } from '@/core/archive/textHeads'
import type { ArchivedFile } from '@/core/archive/manifest'
import { textCell, withoutFormulas } from '@/core/reports/exports/table'
import type { JournalEntry } from '@/core/journal/journal'

/**
 * A table of an archive, written entry by entry, as CSV that a French spreadsheet opens directly.
 */
export function writeTable(
  file: ZipFile,
  { heads, rowsOf }: ArchiveTable,
): { write: (entries: readonly JournalEntry[]) => void; close: () => ArchivedFile } {
  const isText = heads.map(head => TEXT_HEADS.has(head))
  const cellOf = (value: string, place: number) =>
    isText[place] ? textCell(value) : withoutFormulas(value)
  const write = (rows: string[][]) => {
    if (rows.length > 0) file.write(csvText(rows))
  }
  file.write('\uFEFF')
  write([[...heads]])
  return {
    write: entries => write(entries.flatMap(rowsOf).map(row => row.map(cellOf))),
    close: file.close,
  }
}
