import { writeTable } from './writeTable'
import type { ArchivedJournal, ArchivedRecord, Range } from './archivedJournal'
import type { ZipFile, ZipWriter } from './writeZip'
import { ARCHIVE_FILES, entryLine, type ArchivedFile } from '@/core/archive/manifest'
import { CLOSINGS_TABLE, EVENTS_TABLE, LINES_TABLE, SALES_TABLE } from '@/core/archive/tables'
import { assert } from '@/core/assert'
import type { JournalEntry } from '@/core/journal/journal'

const AT_ONCE = 500

export interface ArchivedEntries {
  files: ArchivedFile[]
  count: number
  previousSeal: string
  lastSeal: string
}

/**
 * Writes the entries of a range and the tables made from them. Both are written in one pass, so
 * that the journal is read once.
 */
export async function writeEntries(
  journal: ArchivedJournal,
  zip: ZipWriter,
  { first, last }: Range,
  onProgress: (done: number, count: number) => void,
): Promise<ArchivedEntries> {
  const lines = zip.open(ARCHIVE_FILES.entries)
  const tables = [
    writeTable(zip.open(ARCHIVE_FILES.sales), SALES_TABLE),
    writeTable(zip.open(ARCHIVE_FILES.lines), LINES_TABLE),
    writeTable(zip.open(ARCHIVE_FILES.closings), CLOSINGS_TABLE),
    writeTable(zip.open(ARCHIVE_FILES.events), EVENTS_TABLE),
  ]
  let count = 0
  let previousSeal: string | undefined
  let before: JournalEntry | undefined
  for (;;) {
    const after = before?.number ?? first - 1
    const read = await journal.recordsAfter(after, AT_ONCE)
    const records = read.filter(({ entry }) => entry.number <= last)
    const entries = records.map(({ entry }) => entry)
    if (entries.length === 0) break
    previousSeal ??= entries[0]?.previous
    writeLines(lines, records)
    for (const table of tables) table.write(entries)
    count += entries.length
    before = entries.at(-1)
    onProgress(count, last - first + 1)
  }
  assert(before !== undefined && previousSeal !== undefined, 'a period has entries')
  const files = [lines.close(), ...tables.map(table => table.close())]
  return { files, count, previousSeal, lastSeal: before.seal }
}

function writeLines(file: ZipFile, records: readonly ArchivedRecord[]): void {
  file.write(records.map(({ entry, signature }) => entryLine(entry, signature)).join(''))
}
