import { beginAnchors, type Known } from './anchorCheck'
import { beginChain, lineFrom } from './chain'
import { checkKey, readContext, type Context } from './context'
import { compareWithEarlier } from './earlierArchive'
import { linesOf } from './lines'
import { letterOf, manifestOf } from './manifest'
import { proofsBy, signaturesHere, type BeginProofs, type ProofCheck } from './proofs'
import { areOfOneJournal, compareSameJournal, openArchive, type OpenedArchive } from './sameJournal'
import { beginFindings, isUnread, type ArchiveFacts, type Findings, type Report } from './report'
import { beginSeals } from './seals'
import { sha256OfBytes } from './sha256'
import { CONTEXT_FILE, ENTRIES_FILE, type ArchivedLine, type Link, type Manifest } from './shapes'
import { openZip, type ZipReader } from './zip'

/** Enough for the threads that check signatures to share, and little to hold in memory. */
const AT_ONCE = 1_024

/** After so many lines that are no entry, the file is no journal, and the rest is not read. */
const MOST_UNREADABLE = 1_000

/** Facts from outside the archive, and a listener for progress. */
export interface CheckOptions extends Known {
  /** Checks seals and signatures on more than this thread, for speed. */
  beginProofs?: BeginProofs
  /**
   * Other archives: of the same journal, to compare with, and of earlier till codes, to compare with
   * what was carried over from them.
   */
  earlier?: readonly Uint8Array<ArrayBuffer>[]
  onProgress?: (checked: number, count: number) => void
}

/**
 * Checks a whole archive from its bytes alone: the ZIP, every file against the signed manifest,
 * every entry's seal, sequence and signature, numbers of documents, closings and perpetual totals,
 * and the seals on paper. The report holds everything that was found, not only the first fault.
 */
export async function checkArchive(
  bytes: Uint8Array<ArrayBuffer>,
  options: CheckOptions = {},
): Promise<Report> {
  const findings = beginFindings()
  const zip = openZip(bytes)
  if (!zip) {
    findings.fault('zip-unreadable')
    return findings.reportWith(null)
  }
  try {
    return await checkZip(bytes, zip, options, findings)
  } catch (error) {
    // Every shape that is known to be read is checked: this one is none that a till writes.
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error
    findings.fault('archive-unlikely', null, error.message)
    return findings.reportWith(null)
  }
}

/** The report on a file that was too large to be read. */
export function reportTooLarge(): Report {
  const findings = beginFindings()
  findings.fault('zip-too-large')
  return findings.reportWith(null)
}

async function checkZip(
  bytes: Uint8Array<ArrayBuffer>,
  zip: ZipReader,
  options: CheckOptions,
  findings: Findings,
): Promise<Report> {
  if (zip.hasHiddenBytes) findings.fault('zip-hidden-bytes')
  for (const name of zip.odd) findings.fault('zip-file-odd', null, name)
  const manifest = manifestOf(zip)
  if (!manifest) {
    findings.fault('manifest-unreadable', null, 'manifest.json')
    return findings.reportWith(null)
  }
  const key = await checkKey(zip, manifest, findings)
  const checkProofs = await (options.beginProofs ?? proofsBy(signaturesHere))(key)
  const context = await readContext(zip, manifest, key, findings)
  await checkFiles(zip, manifest, findings)
  const anchors = beginAnchors(manifest, context.purges, options, findings)
  const read = await readEntries(zip, manifest, context, {
    checkProofs,
    hasKey: key !== null,
    findings,
    onLine: anchors.read,
    onProgress: options.onProgress ?? (() => undefined),
  })
  anchors.end()
  await checkOthers({ bytes, zip, manifest }, context.link, options, findings)
  return findings.reportWith(factsOf(manifest, await sha256OfBytes(bytes), read))
}

/**
 * Compares the journal with the other archives that are given: those of the same journal, and that of
 * the one it continues. A given archive that is not used is reported.
 */
async function checkOthers(
  own: OpenedArchive,
  link: Link | null,
  options: CheckOptions,
  findings: Findings,
): Promise<void> {
  const { earlier = [], beginProofs } = options
  const opened = earlier.map(bytes => openArchive(bytes) ?? bytes)
  const isSame = (one: (typeof opened)[number]): one is OpenedArchive =>
    'manifest' in one && areOfOneJournal(own.manifest, one.manifest)
  for (const other of opened.filter(isSame)) {
    const report = await checkArchive(other.bytes, { beginProofs })
    const { till, copy } = other.manifest
    if (report.isSound || isUnread(report)) compareSameJournal(own, other, findings)
    else findings.note('other-unsound', null, copy?.madeBy.till ?? till)
  }
  const others = opened.filter(one => !isSame(one))
  const rest = others.map(one => ('manifest' in one ? one.bytes : one))
  await checkEarlier(link, { earlier: rest, beginProofs }, findings)
}

/** Compares the journal with the one it continues, where that archive is given and complete. */
async function checkEarlier(
  link: Link | null,
  { earlier = [], beginProofs }: CheckOptions,
  findings: Findings,
): Promise<void> {
  for (const bytes of earlier) {
    const archive = openArchive(bytes)
    if (!link || !archive) continue
    const { zip, manifest } = archive
    if (manifest.till !== link.till || manifest.journalId !== link.journalId) continue
    const others = earlier.filter(one => one !== bytes)
    const report = await checkArchive(bytes, { earlier: others, beginProofs })
    if (report.isSound || isUnread(report)) compareWithEarlier(link, zip, findings)
    else findings.fault('earlier-unsound', null, link.till)
    for (const { code, entry, detail } of report.notes) {
      if (code === 'earlier-unread') findings.note(code, entry, detail)
    }
    return
  }
  if (link) findings.note('continues', null, `${link.till}-${link.number}`)
  for (const bytes of earlier) {
    findings.note('earlier-unread', null, letterOf(bytes) ?? '?')
  }
}

async function checkFiles(zip: ZipReader, { files }: Manifest, findings: Findings): Promise<void> {
  const listed = new Set(['manifest.json', 'signature.txt', ...files.map(({ name }) => name)])
  for (const name of zip.names) {
    if (!listed.has(name)) findings.fault('file-not-listed', null, name)
  }
  // The entries come last: their unpacked bytes are then still in memory for the next step.
  const inOrder = [
    ...files.filter(({ name }) => name !== ENTRIES_FILE),
    ...files.filter(({ name }) => name === ENTRIES_FILE),
  ]
  for (const { name, sha256, bytes } of inOrder) {
    const held = zip.read(name)
    if (!held) findings.fault('file-missing', null, name)
    else if (held.length !== bytes || (await sha256OfBytes(held)) !== sha256) {
      findings.fault('file-changed', null, name)
    }
  }
  for (const name of [ENTRIES_FILE, CONTEXT_FILE]) {
    if (!files.some(file => file.name === name)) findings.fault('file-missing', null, name)
  }
}

interface Reading {
  checkProofs: ProofCheck
  hasKey: boolean
  findings: Findings
  onLine: (line: ArchivedLine) => void
  onProgress: (checked: number, count: number) => void
}

async function readEntries(
  zip: ZipReader,
  manifest: Manifest,
  context: Context,
  { checkProofs, hasKey, findings, onLine, onProgress }: Reading,
): Promise<{ count: number; signatures: number }> {
  const { purges, seals } = context
  const chain = beginChain(manifest, context, findings)
  const proofs = beginSeals(checkProofs, hasKey, findings)
  let batch: ArchivedLine[] = []
  let unreadable = 0
  const flush = async () => {
    await proofs.read(batch)
    batch = []
    onProgress(chain.count(), manifest.count)
  }
  for (const text of linesOf(zip.read(ENTRIES_FILE) ?? new Uint8Array())) {
    const line = lineFrom(text)
    if (!line) {
      findings.fault('line-unreadable', null, ENTRIES_FILE)
      unreadable += 1
      if (unreadable > MOST_UNREADABLE) break
      continue
    }
    chain.read(line)
    const known = seals.get(line.entry.number)
    if (known !== undefined && known !== line.entry.seal) {
      findings.fault('seal-differs', line.entry.number)
    }
    onLine(line)
    batch.push(line)
    if (batch.length === AT_ONCE) await flush()
  }
  await flush()
  chain.end()
  for (const { tracedAt, firstEntry, lastEntry } of purges) {
    findings.note('purged', tracedAt, `${firstEntry}–${lastEntry}`)
  }
  return { count: chain.count(), signatures: await proofs.end() }
}

function factsOf(
  manifest: Manifest,
  sha256: string,
  read: { count: number; signatures: number },
): ArchiveFacts {
  const { till, journalId, keyFingerprint, period, firstEntry, lastEntry, lastSeal, madeAt } =
    manifest
  const { from, to } = period
  return {
    till,
    journalId,
    keyFingerprint,
    from,
    to,
    firstEntry,
    lastEntry,
    lastSeal,
    madeAt,
    ...read,
    sha256,
  }
}
