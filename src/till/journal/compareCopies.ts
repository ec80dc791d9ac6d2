import { copyKey, listCopies, readCopy, type CopiedJournal, type CopyEnd } from './readCopies'
import { signatureCheck } from './signSeal'
import type { KeptHead } from './keptHeads'
import type { TillContext } from '@/till/context'
import { isOfSelling } from '@/core/backup/chains'
import { openingMark } from '@/core/journal/copyName'
import { unpackRecord } from '@/core/journal/copyRecords'
import { isJournalOpened } from '@/core/journal/journal'
import { isPurged } from '@/core/journal/purge'
import type { CopyFiles } from '@/storage/journal/copyFiles'
import { readEntry, readLastNumber } from '@/storage/journal/journal'
import { readPurges } from '@/storage/journal/purge'
import { readSetting } from '@/storage/settings/settings'

/**
 * A copy and the journal it was made of do not agree. `ahead`: the copy knows entries that the
 * journal lacks, which was put back to an earlier state, cut or cleared. `differs`: both have an
 * entry of this number, under two seals.
 */
export interface CopyFinding {
  kind: 'ahead' | 'differs'
  till: string
  opening: string
  /** The last entry of the copy, or the one that differs. */
  number: number
  seal: string
  /** Number of the journal's last entry; 0 where it is gone. */
  held: number
  /** Whether the entries themselves are in the copy, or the head alone was kept. */
  from: 'copy' | 'head'
}

/**
 * Compares where the copies end with the journals of the device. The heads kept apart count where
 * the journal's own key signed them. Nothing is changed.
 */
export async function compareCopies(
  context: TillContext,
  files: CopyFiles | null,
  ends: Iterable<CopyEnd>,
  heads: readonly KeptHead[],
): Promise<CopyFinding[]> {
  const setAside = new Set(
    ((await readSetting(context.tillDb, 'setAsideJournals')) ?? []).flatMap(({ entries }) =>
      entries.slice(0, 1).map(openingMark),
    ),
  )
  const found = new Map<string, CopyFinding>()
  for (const end of ends) {
    if (end.number === 0 || setAside.has(end.opening)) continue
    const finding = await compare(context, end, 'copy')
    if (!finding) continue
    const isGone = finding.held === 0
    if (isGone && files && !(await holdsSelling(files, end))) continue
    found.set(copyKey(end), finding)
  }
  for (const head of heads) {
    if (found.has(copyKey(head)) || setAside.has(head.opening)) continue
    const finding = await compare(context, head, 'head')
    if (finding && (await isSignedHere(context, head))) found.set(copyKey(head), finding)
  }
  return [...found.values()]
}

async function compare(
  { tillDb }: TillContext,
  { till, opening, number, seal }: Pick<CopyEnd, 'till' | 'opening' | 'number' | 'seal'>,
  from: CopyFinding['from'],
): Promise<CopyFinding | undefined> {
  const first = await readEntry(tillDb, till, 1)
  const finding = { till, opening, number, seal, from }
  if (!first || openingMark(first) !== opening) return { kind: 'ahead', ...finding, held: 0 }
  const held = await readLastNumber(tillDb, till)
  const entry = await readEntry(tillDb, till, number)
  if (entry) return entry.seal === seal ? undefined : { kind: 'differs', ...finding, held }
  if (isPurged(await readPurges(tillDb, till), number, number + 1)) return undefined
  return { kind: 'ahead', ...finding, held }
}

/** Whether a copied journal whose original is gone holds anything besides openings and traces. */
async function holdsSelling(files: CopyFiles, end: CopyEnd): Promise<boolean> {
  const copy: CopiedJournal | undefined = (await listCopies(files)).find(
    one => copyKey(one) === copyKey(end),
  )
  if (!copy) return false
  for await (const { records } of readCopy(files, copy)) {
    const isSelling = records.some(record => {
      const read = unpackRecord(record)
      return read !== undefined && isOfSelling(read.entry)
    })
    if (isSelling) return true
  }
  return false
}

/** A head proves nothing of a journal unless the key signed it that opened the journal. */
async function isSignedHere({ tillDb }: TillContext, head: KeptHead): Promise<boolean> {
  const first = await readEntry(tillDb, head.till, 1)
  const publicKey = first && isJournalOpened(first) ? first.event.publicKey : null
  return publicKey ? (await signatureCheck(publicKey))(head.seal, head.signature) : false
}
