import { concatBytes } from '@noble/hashes/utils.js'
import { dropPurged } from './dropPurged'
import { copyKey, readCopyEnds, type CopyEnd } from './readCopies'
import { signatureCheck, type SignatureCheck } from './signSeal'
import type { TillContext } from '@/till/context'
import { copyFileName, openingMark } from '@/core/journal/copyName'
import { recordOf } from '@/core/journal/copyRecords'
import { isJournalOpened, isSealIntact, type JournalEntry } from '@/core/journal/journal'
import { isJoinedByPurge, purgeOf, type Purge } from '@/core/journal/purge'
import type { SealSignature } from '@/storage/databases'
import type { CopyFiles } from '@/storage/journal/copyFiles'
import { readEntriesAfter, readEntry, readTillCodes } from '@/storage/journal/journal'
import { readPurgeTraces } from '@/storage/journal/purge'
import { readSignaturesAfter } from '@/storage/journal/signatures'

const ENTRIES_AT_ONCE = 200
/** A file is read whole at the start, and a damage stays within it. */
const PART_BYTES = 1_000_000

/** How far the copies go while they are written, and what is known of their journals. */
export interface Copying {
  ends: Map<string, CopyEnd>
  /** Traces of purges by journal, read once. */
  purges: Map<string, JournalEntry[]>
  /** Journals of earlier letters were copied: nothing is ever added to them. */
  isUpToDate: boolean
}

/** Reads how far the copies go. */
export async function beginCopying(files: CopyFiles): Promise<Copying> {
  const ends = (await readCopyEnds(files)).map((end): [string, CopyEnd] => [copyKey(end), end])
  return { ends: new Map(ends), purges: new Map(), isUpToDate: false }
}

/**
 * Appends to the copy what the journals of the device hold beyond it: entries that follow what was
 * copied, whose seal is right and that the journal's own key signed. Nothing else is ever copied,
 * so that no forged end gets into the copy. The last entry of an earlier letter, which may lack its
 * signature for ever, is copied without.
 *
 * Journals in `apart` are left as they are: their copy and the database disagree.
 */
export async function copyJournals(
  context: TillContext,
  files: CopyFiles,
  copying: Copying,
  apart: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { tillDb, tillCode: own } = context
  for (const till of copying.isUpToDate ? [own] : await readTillCodes(tillDb, own)) {
    const first = await readEntry(tillDb, till, 1)
    if (!first || !isJournalOpened(first)) continue
    const journal = { till, opening: openingMark(first) }
    const key = copyKey(journal)
    if (apart.has(key)) continue
    const traces = copying.purges.get(key) ?? (await readPurgeTraces(tillDb, till))
    copying.purges.set(key, traces)
    const { publicKey } = first.event
    const isSigned = publicKey ? await signatureCheck(publicKey) : null
    await copyJournal(context, files, copying, journal, { isSigned, mayWait: till === own })
    await dropPurged(context, files, copying.ends, journal, traces)
  }
  copying.isUpToDate = true
}

interface CopyRules {
  /** Null for a journal without a key. */
  isSigned: SignatureCheck | null
  /** Whether the last entry may still get its signature. */
  mayWait: boolean
}

async function copyJournal(
  { tillDb }: TillContext,
  files: CopyFiles,
  { ends, purges }: Copying,
  journal: Pick<CopyEnd, 'till' | 'opening'>,
  rules: CopyRules,
): Promise<void> {
  const key = copyKey(journal)
  const traces = purges.get(key) ?? []
  for (;;) {
    const start = { ...journal, number: 0, seal: '', part: 1, edition: 0, at: 0 }
    const end = ends.get(key) ?? start
    const entries = await readEntriesAfter(tillDb, end.till, end.number, ENTRIES_AT_ONCE)
    const last = entries.at(-1)
    if (!last) return
    const kept = await readSignaturesAfter(tillDb, end.till, end.number, last.number)
    for (const entry of entries) {
      if (purgeOf(entry) && !traces.some(({ number }) => number === entry.number)) {
        traces.push(entry)
      }
    }
    const known = traces.flatMap(trace => purgeOf(trace) ?? [])
    const sound = await soundOf(end, entries, kept, known, rules)
    if (sound.length === 0) return
    ends.set(key, await writeRecords(files, end, sound))
    if (sound.length < entries.length) return
  }
}

interface Signed {
  entry: JournalEntry
  signature: SealSignature | null
}

/** The entries that follow what was copied and verify, up to the first that does not. */
async function soundOf(
  end: CopyEnd,
  entries: readonly JournalEntry[],
  kept: readonly SealSignature[],
  purges: readonly Purge[],
  { isSigned, mayWait }: CopyRules,
): Promise<Signed[]> {
  const byNumber = new Map(kept.map(one => [one.number, one]))
  const sound: Signed[] = []
  let before: Pick<JournalEntry, 'number' | 'seal'> = end
  for (const entry of entries) {
    const signature = byNumber.get(entry.number) ?? null
    const isNext = entry.number === before.number + 1
    const follows =
      entry.number === 1 ||
      (isNext && entry.previous === before.seal) ||
      (entry.number > before.number && isJoinedByPurge(purges, entry))
    if (!follows || !isSealIntact(entry)) return sound
    if (isSigned && !signature && mayWait) return sound
    if (isSigned && signature && !(await isSigned(entry.seal, signature.signature))) return sound
    sound.push({ entry, signature })
    before = entry
  }
  return sound
}

async function writeRecords(
  files: CopyFiles,
  end: CopyEnd,
  sound: readonly Signed[],
): Promise<CopyEnd> {
  const isFull = end.at >= PART_BYTES
  const { till, opening } = end
  const place = isFull
    ? { part: end.part + 1, edition: 0, at: 0 }
    : { part: end.part, edition: end.edition, at: end.at }
  const records = sound.map(({ entry, signature }) => recordOf(entry, signature))
  const bytes = concatBytes(...records)
  await files.write(copyFileName({ till, opening, ...place }), place.at, bytes)
  const last = sound.at(-1)?.entry
  const { number, seal } = last ?? end
  return { till, opening, number, seal, ...place, at: place.at + bytes.length }
}
