import { inCopyOrder, type CopyName } from '@/core/journal/copyName'
import { readRecords, type CopyRecord } from '@/core/journal/copyRecords'
import type { CopyFile, CopyFiles } from '@/storage/journal/copyFiles'

/** How far the copy of one journal goes, and where it goes on. */
export interface CopyEnd extends Pick<CopyName, 'till' | 'opening'> {
  /** Number and seal of the last copied entry; 0 and empty when none is. */
  number: number
  seal: string
  /** The file written last. */
  part: number
  edition: number
  /** Where the next record goes in it. */
  at: number
}

/** Files of one journal's copy, in the order they were written. */
export interface CopiedJournal extends Pick<CopyName, 'till' | 'opening'> {
  files: CopyFile[]
}

/** Names one copied journal, in a map or a setting. */
export const copyKey = ({ till, opening }: Pick<CopyName, 'till' | 'opening'>): string =>
  `${till}-${opening}`

/** The copied journals of the device. */
export async function listCopies(files: CopyFiles): Promise<CopiedJournal[]> {
  const journals = new Map<string, CopiedJournal>()
  for (const file of (await files.list()).sort(inCopyOrder)) {
    const { till, opening } = file
    const journal = journals.get(copyKey(file)) ?? { till, opening, files: [] }
    journal.files.push(file)
    journals.set(copyKey(file), journal)
  }
  return [...journals.values()]
}

/** How far each copied journal goes. Only the last file of each is read, so that a start is short. */
export async function readCopyEnds(files: CopyFiles): Promise<CopyEnd[]> {
  const journals = await listCopies(files)
  return Promise.all(journals.map(journal => readCopyEnd(files, journal)))
}

/** How far the copy of one journal goes. */
export async function readCopyEnd(
  files: CopyFiles,
  { till, opening, files: parts }: CopiedJournal,
): Promise<CopyEnd> {
  const last = parts.at(-1)
  let place: Pick<CopyEnd, 'part' | 'edition' | 'at'> | undefined
  for (const { name, part, edition } of parts.toReversed()) {
    const { records, end } = readRecords(await files.read(name))
    // Records follow the last file, also where a kill left nothing whole in it.
    place ??= { part, edition, at: end }
    const newest = newestOf(records)
    if (newest) return { till, opening, number: newest.number, seal: newest.seal, ...place }
  }
  const none = { part: last?.part ?? 1, edition: last?.edition ?? 0, at: 0 }
  return { till, opening, number: 0, seal: '', ...(place ?? none) }
}

/** Records of one journal's copy file by file, with how many places of the file are damaged. */
export async function* readCopy(
  files: CopyFiles,
  { files: parts }: CopiedJournal,
): AsyncGenerator<{ file: CopyFile; records: CopyRecord[]; damages: number }> {
  for (const file of parts) {
    const { records, damages } = readRecords(await files.read(file.name))
    yield { file, records, damages: damages.length }
  }
}

const newestOf = (records: readonly CopyRecord[]): CopyRecord | undefined =>
  records.reduce<CopyRecord | undefined>(
    (newest, record) => (newest && newest.number > record.number ? newest : record),
    undefined,
  )
