import { concatBytes } from '@noble/hashes/utils.js'
import type { Copying } from './copyJournals'
import { copyKey, listCopies, readCopy, type CopiedJournal } from './readCopies'
import { signatureCheck } from './signSeal'
import type { TillContext } from '@/till/context'
import { copyFileName, openingMark } from '@/core/journal/copyName'
import { recordOf } from '@/core/journal/copyRecords'
import { isJournalOpened, isSealIntact, type JournalEntry } from '@/core/journal/journal'
import type { CopyFiles } from '@/storage/journal/copyFiles'
import { readEntriesAfter, readEntry } from '@/storage/journal/journal'
import { readSignaturesAfter } from '@/storage/journal/signatures'

/**
 * Writes damaged files of the copies anew: the records that are whole, and from the database the
 * entries that a damage took. To be called after a check found both the journal and the rest of
 * the copy sound. The new edition is on disk before the damaged one goes.
 */
export async function mendCopies(
  context: TillContext,
  files: CopyFiles,
  { ends }: Copying,
  apart: ReadonlySet<string>,
): Promise<void> {
  for (const copy of await listCopies(files)) {
    const key = copyKey(copy)
    const end = ends.get(key)
    const first = await readEntry(context.tillDb, copy.till, 1)
    if (!end || apart.has(key) || !first || openingMark(first) !== copy.opening) continue
    const copied = await numbersIn(files, copy)
    for await (const { file, records, damages } of readCopy(files, copy)) {
      if (damages === 0) continue
      const lost = await readLost(context, first, copied, end.number)
      const bytes = concatBytes(...records.map(one => one.bytes), ...lost)
      const edition = file.edition + 1
      await files.write(copyFileName({ ...file, edition }), 0, bytes)
      await files.remove(file.name)
      if (file.part === end.part) ends.set(key, { ...end, edition, at: bytes.length })
    }
  }
}

async function numbersIn(files: CopyFiles, copy: CopiedJournal): Promise<Set<number>> {
  const numbers = new Set<number>()
  for await (const { records } of readCopy(files, copy)) {
    for (const { number } of records) numbers.add(number)
  }
  return numbers
}

/** Records of sound entries up to `last` that are not in the copy; they are then noted as copied. */
async function readLost(
  { tillDb }: TillContext,
  first: JournalEntry,
  copied: Set<number>,
  last: number,
): Promise<Uint8Array[]> {
  const { till } = first
  const publicKey = isJournalOpened(first) ? first.event.publicKey : null
  const isSigned = publicKey ? await signatureCheck(publicKey) : null
  const signatures = new Map(
    (await readSignaturesAfter(tillDb, till, 0, last)).map(one => [one.number, one]),
  )
  const lost: Uint8Array[] = []
  for (const entry of await readEntriesAfter(tillDb, till, 0, Infinity, last)) {
    if (copied.has(entry.number) || !isSealIntact(entry)) continue
    const signature = signatures.get(entry.number) ?? null
    if (isSigned && signature && !(await isSigned(entry.seal, signature.signature))) continue
    lost.push(recordOf(entry, signature))
    copied.add(entry.number)
  }
  return lost
}
