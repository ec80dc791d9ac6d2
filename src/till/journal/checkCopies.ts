import { compareCopies, type CopyFinding } from './compareCopies'
import { listCopies, readCopy, readCopyEnds, type CopiedJournal } from './readCopies'
import type { KeptHead } from './keptHeads'
import type { TillContext } from '@/till/context'
import { openingMark } from '@/core/journal/copyName'
import type { CopyRecord } from '@/core/journal/copyRecords'
import { isPurged, type Purge } from '@/core/journal/purge'
import type { CopyFiles } from '@/storage/journal/copyFiles'
import { readEntriesAfter, readEntry, readLastNumber } from '@/storage/journal/journal'
import { readPurges } from '@/storage/journal/purge'

/** What a whole reading of the copies found. */
export interface CopyCheck {
  findings: CopyFinding[]
  /** Damaged places in the files: bytes that are no record any more. */
  damages: number
  /** Entries that were compared with the database. */
  compared: number
}

/**
 * Compares every record of the copies with the database, where a start compares only their ends.
 * Of each journal the first disagreement is given. Nothing is changed.
 */
export async function checkCopies(
  context: TillContext,
  files: CopyFiles,
  heads: readonly KeptHead[],
): Promise<CopyCheck> {
  const check: CopyCheck = {
    findings: await compareCopies(context, files, await readCopyEnds(files), heads),
    damages: 0,
    compared: 0,
  }
  const isFound = ({ till, opening }: CopiedJournal) =>
    check.findings.some(one => one.till === till && one.opening === opening)
  for (const copy of await listCopies(files)) {
    const first = await readEntry(context.tillDb, copy.till, 1)
    const isHere = first !== undefined && openingMark(first) === copy.opening
    const purges = isHere ? await readPurges(context.tillDb, copy.till) : []
    for await (const { records, damages } of readCopy(files, copy)) {
      check.damages += damages
      if (!isHere || isFound(copy)) continue
      check.compared += records.length
      const finding = await firstOf(context, copy, records, purges)
      if (finding) check.findings.push(finding)
    }
  }
  return check
}

async function firstOf(
  { tillDb }: TillContext,
  { till, opening }: CopiedJournal,
  records: readonly CopyRecord[],
  purges: readonly Purge[],
): Promise<CopyFinding | undefined> {
  const numbers = records.map(({ number }) => number)
  if (numbers.length === 0) return undefined
  const [least, most] = [numbers.reduce(min), numbers.reduce(max)]
  const entries = await readEntriesAfter(tillDb, till, least - 1, Infinity, most)
  const sealAt = new Map(entries.map(({ number, seal }) => [number, seal]))
  const wrong = records.find(({ number, seal }) => {
    const held = sealAt.get(number)
    return held === undefined ? !isPurged(purges, number, number + 1) : held !== seal
  })
  if (!wrong) return undefined
  const { number, seal } = wrong
  return {
    kind: sealAt.has(number) ? 'differs' : 'ahead',
    till,
    opening,
    number,
    seal,
    held: await readLastNumber(tillDb, till),
    from: 'copy',
  }
}

const min = (a: number, b: number) => Math.min(a, b)
const max = (a: number, b: number) => Math.max(a, b)
