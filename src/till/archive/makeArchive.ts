import { ownJournal, type ArchivedJournal, type Range } from './archivedJournal'
import { writeEntries, type ArchivedEntries } from './writeEntries'
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
import { readEntriesAfter, readEntriesOfKind } from '@/storage/journal/journal'
import { approvalOf } from '@/storage/journal/refusals'
import { readKey } from '@/storage/journal/keys'

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
  /** The journal of another till, by the seal of its first entry: its copy here is archived. */
  copyOf?: string
  /** The verifier as one page, added to the archive; null where it could not be read. */
  verifierPage: string | null
  onProgress: (done: number, count: number) => void
}

/**
 * Makes the archive of a period: every sealed entry with its signature, tables to read, settings
 * that touch money, the public key, and a signed manifest (R8, R9). It covers this till's own
 * journal, the journal of an earlier till code, or the copy of another till's, which it says; the
 * last two are signed by the key of this tablet.
 * The journal is read in parts, and what is sold meanwhile is not in the archive. A trace of the
 * archive is sealed before the archive is handed over.
 */
export async function makeArchive(
  context: TillContext,
  user: UserV1,
  period: ArchivePeriod,
  options: ArchiveOptions,
): Promise<Result<MadeArchive, ArchiveError>> {
  const { tillCode = context.tillCode, copyOf } = options
  if (copyOf === undefined) {
    return archiveOf(context, await ownJournal(context, tillCode), { user, period, options })
  }
  const { readCopies } = await import('@/till/sharing/copies/listOtherTills')
  const { copiedJournal } = await import('@/till/sharing/copies/copiedJournal')
  const made = await readCopies(context, async copies => {
    const journal = await copiedJournal(context, copies, copyOf)
    return journal && archiveOf(context, journal, { user, period, options })
  })
  return made ?? fail({ code: 'archive-empty' })
}

interface Wanted {
  user: UserV1
  period: ArchivePeriod
  options: ArchiveOptions
}

async function archiveOf(
  context: TillContext,
  journal: ArchivedJournal,
  { user, period, options: { verifierPage, onProgress } }: Wanted,
): Promise<Result<MadeArchive, ArchiveError>> {
  const { till, copyOf, copy } = journal
  const range = await rangeOf(journal, period)
  if (!range) return fail({ code: 'archive-empty' })

  const { at: madeAt, day } = context.now()
  const zip = writeZip(madeAt)
  const held = await writeEntries(journal, zip, range, onProgress)
  const isOwn = copyOf === null && till === context.tillCode
  const signedBy = isOwn ? null : await signerOf(context)
  const described = await describe(context, journal, period, { ...range, ...held })
  const about = { ...described, madeAt, signedBy, ...(copy ? { copy } : {}) }
  const files = [
    ...held.files,
    ...(await writeRest(context, journal, zip, { about, verifierPage })),
  ]
  await writeManifest(context, zip, { ...about, files })

  const { blob, sha256 } = zip.close()
  const { first: firstEntry, last: lastEntry } = range
  const { lastSeal, count } = about
  const { from, to } = period
  const spans = { from: from ?? '', to: to ?? '' }
  const made = {
    sha256,
    letter: till,
    ...(copyOf === null ? {} : { copyOf }),
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
  const name = archiveName(copyOf === null ? till : `${till}-copie`, period, day)
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
  { lastNumber, numbersOfDays }: ArchivedJournal,
  { from, to }: ArchivePeriod,
): Promise<Range | undefined> {
  if (lastNumber === undefined) return undefined
  if (from === null && to === null) return { first: 1, last: lastNumber }
  const days = await numbersOfDays(from ?? '', to ?? '9999')
  return (
    days && {
      first: from === null ? 1 : days.first,
      last: to === null ? lastNumber : days.last,
    }
  )
}

async function describe(
  { software }: TillContext,
  { till, readContext }: ArchivedJournal,
  period: ArchivePeriod,
  { first, last, count, previousSeal, lastSeal }: Range & ArchivedEntries,
): Promise<Omit<ArchiveManifest, 'files' | 'signedBy' | 'madeAt'>> {
  const opening = (await readContext())[0]?.entry
  assert(opening !== undefined && isJournalOpened(opening), 'a journal begins with its opening')
  const { journalId, keyFingerprint } = opening.event
  return {
    format: ARCHIVE_FORMAT,
    till,
    journalId,
    keyFingerprint,
    period,
    firstEntry: first,
    lastEntry: last,
    count,
    previousSeal,
    lastSeal,
    software,
  }
}

async function writeRest(
  context: TillContext,
  { publicKey, readContext }: ArchivedJournal,
  zip: ZipWriter,
  { about, verifierPage }: { about: Omit<ArchiveManifest, 'files'>; verifierPage: string | null },
): Promise<ArchivedFile[]> {
  const settings = {
    seller: await readSetting(context, 'seller'),
    counterRules: await readRules(context),
    vatAnswers: await readSetting(context, 'vatAnswers'),
  }
  const lines = (await readContext()).map(({ entry, signature }) => entryLine(entry, signature))
  const texts: [string, string | null][] = [
    [ARCHIVE_FILES.context, lines.join('')],
    [ARCHIVE_FILES.settings, jsonText(settings)],
    [ARCHIVE_FILES.publicKey, jsonText(publicKey)],
    [ARCHIVE_FILES.readMe, readMeText(about)],
    [ARCHIVE_FILES.verifier, verifierPage],
  ]
  return texts.flatMap(([name, text]) => (text === null ? [] : writeFile(zip, name, text)))
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
