import { writeEntries, type ArchivedEntries, type Range } from './writeEntries'
import { readPublicKey } from '@/till/journal/checkJournal'
import { recordAllowed } from '@/till/journal/recordTrace'
import { readSetting } from '@/till/settings/settings'
import { signSeal } from '@/till/journal/signSeal'
import type { TillContext } from '@/till/context'
import { readRules } from '@/till/settings/changeRules'
import { writeZip, type ZipWriter } from './writeZip'
import {
  ARCHIVE_FILES,
  ARCHIVE_FORMAT,
  archiveName,
  entryLine,
  signedTextOf,
  type ArchivedFile,
  type ArchiveManifest,
  type ArchiveSigner,
  type ArchivePeriod,
} from '@/core/archive/manifest'
import { readMeText } from '@/core/archive/readMe'
import { assert } from '@/core/assert'
import { fail, ok, type ArchiveError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isJournalOpened, keyFingerprint } from '@/core/journal/journal'
import { isPeriodArchived } from '@/core/archive/isPeriodArchived'
import {
  readEntriesAfter,
  readEntriesOfKind,
  readEntry,
  readNumbersOfDays,
} from '@/storage/journal/journal'
import { approvalOf } from '@/storage/journal/refusals'
import { readSignature } from '@/storage/journal/signatures'
import { readKey } from '@/storage/journal/keys'
import { readHead, readPurgeTraces } from '@/storage/journal/purge'

/** The act of making or checking an archive: part of an approved visit to the archives. */
export const TO_ARCHIVE = { permission: 'archive', about: {} } as const

export interface MadeArchive {
  name: string
  blob: Blob
  sha256: string
  firstEntry: number
  lastEntry: number
  count: number
}

export interface ArchiveOptions {
  /**
   * Till code of the journal to archive: this till's own by default, or an earlier till code that
   * it goes on from.
   */
  tillCode?: string
  /** The verifier as one page, added to the archive; null where it could not be read. */
  verifierPage: string | null
  onProgress: (done: number, count: number) => void
}

/**
 * Makes the archive of a period: every sealed entry with its signature, tables to read, settings
 * that touch money, the public key, and a signed manifest (R8, R9). It covers this till's own
 * journal, or the journal of an earlier till code; the latter is signed by the key of this tablet.
 * The journal is read in parts, and what is sold meanwhile is not in the archive. A trace of the
 * archive is sealed before the archive is handed over.
 */
export async function makeArchive(
  context: TillContext,
  user: UserV1,
  period: ArchivePeriod,
  { tillCode = context.tillCode, verifierPage, onProgress }: ArchiveOptions,
): Promise<Result<MadeArchive, ArchiveError>> {
  const of = { ...context, tillCode }
  const range = await rangeOf(of, period)
  if (!range) return fail({ code: 'archive-empty' })

  const { at: madeAt, day } = context.now()
  const zip = writeZip(madeAt)
  const held = await writeEntries(of, zip, range, onProgress)
  const signedBy = tillCode === context.tillCode ? null : await signerOf(context)
  const about = { ...(await describe(of, period, { ...range, ...held }, madeAt)), signedBy }
  const files = [...held.files, ...(await writeRest(of, zip, about, verifierPage))]
  await writeManifest(context, zip, { ...about, files })

  const { blob, sha256 } = zip.close()
  const { first: firstEntry, last: lastEntry } = range
  const { lastSeal, count } = about
  const { from, to } = period
  const spans = { from: from ?? '', to: to ?? '' }
  const made = {
    sha256,
    letter: tillCode,
    firstEntry,
    lastEntry,
    lastSeal,
    count,
    ...spans,
  }
  try {
    await recordAllowed(context, { user, ...TO_ARCHIVE }, 'archive-made', made)
  } catch (error) {
    const refusal = approvalOf(error)
    if (!refusal) throw error
    return fail(refusal)
  }
  const name = archiveName(tillCode, period, day)
  return ok({ name, blob, sha256, firstEntry, lastEntry, count })
}

/**
 * The last closed year, as `2026`, when no archive was made since its closing; null otherwise. The
 * archive is proposed once the year's closing is made (R9).
 */
export async function yearToArchive(context: TillContext): Promise<string | null> {
  const closings = await readEntriesOfKind(context.tillDb, context.tillCode, 'closing')
  const year = closings.findLast(({ event }) => event.kind === 'closing' && event.period === 'year')
  if (!year || year.event.kind !== 'closing') return null
  const { of, firstEntry, lastEntry } = year.event
  const traces = await readEntriesAfter(context.tillDb, context.tillCode, year.number, Infinity)
  return traces.some(trace => isPeriodArchived(trace, { firstEntry, lastEntry })) ? null : of
}

/** The key that signs on this device now; null where the browser has no cryptography. */
async function signerOf(context: TillContext): Promise<ArchiveSigner | null> {
  const publicKey = await readPublicKey(context)
  return (
    publicKey && { till: context.tillCode, publicKey, keyFingerprint: keyFingerprint(publicKey) }
  )
}

async function rangeOf(
  context: TillContext,
  { from, to }: ArchivePeriod,
): Promise<Range | undefined> {
  const head = await readHead(context.tillDb, context.tillCode)
  if (!head) return undefined
  if (from === null && to === null) return { first: 1, last: head.number }
  const days = await readNumbersOfDays(context.tillDb, context.tillCode, from ?? '', to ?? '9999')
  return (
    days && {
      first: from === null ? 1 : days.first,
      last: to === null ? head.number : days.last,
    }
  )
}

async function describe(
  context: TillContext,
  period: ArchivePeriod,
  { first, last, count, previousSeal, lastSeal }: Range & ArchivedEntries,
  madeAt: string,
): Promise<Omit<ArchiveManifest, 'files' | 'signedBy'>> {
  const opening = await readEntry(context.tillDb, context.tillCode, 1)
  assert(opening !== undefined && isJournalOpened(opening), 'a journal begins with its opening')
  const { journalId, keyFingerprint } = opening.event
  return {
    format: ARCHIVE_FORMAT,
    till: context.tillCode,
    journalId,
    keyFingerprint,
    period,
    firstEntry: first,
    lastEntry: last,
    count,
    previousSeal,
    lastSeal,
    madeAt,
    software: context.software,
  }
}

async function writeRest(
  context: TillContext,
  zip: ZipWriter,
  about: Omit<ArchiveManifest, 'files'>,
  verifierPage: string | null,
): Promise<ArchivedFile[]> {
  const settings = {
    seller: await readSetting(context, 'seller'),
    counterRules: await readRules(context),
    vatAnswers: await readSetting(context, 'vatAnswers'),
  }
  const texts: [string, string | null][] = [
    [ARCHIVE_FILES.context, await contextText(context)],
    [ARCHIVE_FILES.settings, jsonText(settings)],
    [ARCHIVE_FILES.publicKey, jsonText(await readPublicKey(context))],
    [ARCHIVE_FILES.readMe, readMeText(about)],
    [ARCHIVE_FILES.verifier, verifierPage],
  ]
  return texts.flatMap(([name, text]) => (text === null ? [] : writeFile(zip, name, text)))
}

/**
 * The opening, whose key signs every entry, and every purge, the only legitimate cause of a gap.
 */
async function contextText(context: TillContext): Promise<string> {
  const opening = await readEntry(context.tillDb, context.tillCode, 1)
  assert(opening !== undefined, 'a journal begins with its opening')
  const entries = [opening, ...(await readPurgeTraces(context.tillDb, context.tillCode))]
  const lines = await Promise.all(
    entries.map(async entry => {
      const kept = await readSignature(context.tillDb, context.tillCode, entry.number)
      return entryLine(entry, kept?.signature ?? null)
    }),
  )
  return lines.join('')
}

async function writeManifest(
  context: TillContext,
  zip: ZipWriter,
  manifest: ArchiveManifest,
): Promise<void> {
  const { sha256 } = writeFile(zip, ARCHIVE_FILES.manifest, jsonText(manifest))
  const key = await readKey(context.tillDb, context.tillCode)
  if (!key) return
  const signature = await signSeal(key.privateKey, signedTextOf(sha256))
  writeFile(zip, ARCHIVE_FILES.signature, `${signature}\n`)
}

function writeFile(zip: ZipWriter, name: string, text: string): ArchivedFile {
  const file = zip.open(name)
  file.write(text)
  return file.close()
}

const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
