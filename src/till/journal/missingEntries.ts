import * as v from 'valibot'
import { listCopies, readCopy, type CopiedJournal } from './readCopies'
import { signatureCheck, type SignatureCheck } from './signSeal'
import type { TillContext } from '@/till/context'
import { isOfSelling } from '@/core/backup/chains'
import { SHAPES } from '@/core/backup/records'
import type { BackupError } from '@/core/errors'
import { openingMark } from '@/core/journal/copyName'
import { unpackRecord } from '@/core/journal/copyRecords'
import { isJournalOpened, isSealIntact, type JournalEntry } from '@/core/journal/journal'
import { isPurged, purgeOf } from '@/core/journal/purge'
import type { SealSignature } from '@/storage/databases'
import type { CopyFiles } from '@/storage/journal/copyFiles'
import { readEntriesAfter, readTillCodes } from '@/storage/journal/journal'
import { readSignaturesAfter } from '@/storage/journal/signatures'

export interface Signed {
  entry: JournalEntry
  signature: SealSignature | null
}

/** The journals as they would be with what the copies hold. */
export interface FoundMissing {
  /** Entries of the database that stay. */
  held: Signed[]
  /** Entries that the copies alone hold. */
  missing: Signed[]
  /** Entries of the database altered since they were sealed; `missing` has the true ones. */
  damaged: Signed[]
}

/** The journals cannot be rebuilt as they are: nothing was written. */
export class RefusedRebuild extends Error {
  constructor(readonly refusal: BackupError) {
    super(refusal.code)
  }
}

/**
 * Compares every entry of the copies with the database. A record that is no entry stops all of it,
 * as do two sound entries of one number: both are kept where they are.
 *
 * @throws RefusedRebuild
 */
export async function readMissing(context: TillContext, files: CopyFiles): Promise<FoundMissing> {
  const here = await readHeld(context)
  const found: FoundMissing = { held: [], missing: [], damaged: [] }
  const copied = new Set<string>()
  for (const copy of await listCopies(files)) {
    const all = await readWhole(files, copy)
    const first = here.get(copy.till)?.[0]?.entry
    const isOther = copied.has(copy.till) || (first && openingMark(first) !== copy.opening)
    const hasSold = all.some(({ entry }) => isOfSelling(entry))
    if (isOther && hasSold) refuseFork(copy.till, 1)
    // A journal that only opened is missed by nobody: it was cleared or set aside unused.
    if (isOther || (!first && !hasSold)) continue
    copied.add(copy.till)
    await compare(here.get(copy.till) ?? [], all, found)
  }
  for (const [till, entries] of here) if (!copied.has(till)) found.held.push(...entries)
  return found
}

async function compare(
  here: readonly Signed[],
  all: readonly Signed[],
  { held, missing, damaged }: FoundMissing,
): Promise<void> {
  const opened = all[0]?.entry
  const publicKey = opened && isJournalOpened(opened) ? opened.event.publicKey : null
  const isSigned = publicKey ? await signatureCheck(publicKey) : null
  const copyOf = new Map(all.map(one => [one.entry.number, one]))
  const purges = here.flatMap(({ entry }) => purgeOf(entry) ?? [])
  const stays = new Set<number>()
  for (const one of here) {
    const { number, seal, till } = one.entry
    const copy = copyOf.get(number)
    const isSame = copy?.entry.seal === seal
    const isSound = isSealIntact(one.entry) && (isSame || (await isSignedBy(one, isSigned)))
    if (copy && !isSound) damaged.push(one)
    else if (copy && !isSame) refuseFork(till, number)
    else {
      held.push(one)
      stays.add(number)
    }
  }
  const isMissing = ({ entry: { number } }: Signed) =>
    !stays.has(number) && !isPurged(purges, number, number + 1)
  missing.push(...all.filter(isMissing))
}

async function isSignedBy(
  { entry, signature }: Signed,
  isSigned: SignatureCheck | null,
): Promise<boolean> {
  if (!isSigned) return true
  return signature !== null && (await isSigned(entry.seal, signature.signature))
}

function refuseFork(till: string, number: number): never {
  throw new RefusedRebuild({ code: 'copy-forked', till, number })
}

/** All that the database holds, journal by journal. */
async function readHeld({ tillDb, tillCode }: TillContext): Promise<Map<string, Signed[]>> {
  const held = new Map<string, Signed[]>()
  for (const till of await readTillCodes(tillDb, tillCode)) {
    const entries = await readEntriesAfter(tillDb, till, 0, Infinity)
    const signatures = new Map(
      (await readSignaturesAfter(tillDb, till, 0, Infinity)).map(one => [one.number, one]),
    )
    if (entries.length === 0) continue
    held.set(
      till,
      entries.map(entry => ({ entry, signature: signatures.get(entry.number) ?? null })),
    )
  }
  return held
}

/** Each entry of a copy once, in order. */
async function readWhole(files: CopyFiles, copy: CopiedJournal): Promise<Signed[]> {
  const byNumber = new Map<number, Signed>()
  for await (const { records } of readCopy(files, copy)) {
    for (const record of records) {
      const read = unpackRecord(record)
      const entry = v.safeParse(SHAPES.entry, read?.entry)
      const signature = v.safeParse(v.nullable(SHAPES.signature), read?.signature)
      const isOfIt =
        entry.success && entry.output.till === copy.till && entry.output.number === record.number
      if (!isOfIt || !signature.success) {
        throw new RefusedRebuild({ code: 'copy-broken', till: copy.till, number: record.number })
      }
      const before = byNumber.get(record.number)
      if (before && before.entry.seal !== record.seal) refuseFork(copy.till, record.number)
      byNumber.set(record.number, { entry: entry.output, signature: signature.output })
    }
  }
  return [...byNumber.values()].sort((a, b) => a.entry.number - b.entry.number)
}
