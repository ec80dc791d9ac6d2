import { canonicalJson } from '@/core/journal/canonicalJson'
import { lastDayOf } from '@/core/days'
import type { SoftwareV1 } from '@/core/journal/events/saleV1'
import type { JournalOpenedV1 } from '@/core/journal/events/v1'

/** Format name at the beginning of the manifest, so that a reader recognises it in ten years. */
export const ARCHIVE_FORMAT = 'comptoir-archive-1'

/** A period of whole days, both included; null for no bound on that side. */
export interface ArchivePeriod {
  from: string | null
  to: string | null
}

/** The later till code that signed an archive of an earlier till code, and its key. */
export interface ArchiveSigner {
  till: string
  publicKey: NonNullable<JournalOpenedV1['publicKey']>
  keyFingerprint: string
}

/** What an archive says of the copy that it was made from, of another till's journal. */
export interface ArchivedCopy {
  /** What the shop calls the device whose journal it is. */
  of: string
  /** The device that made the archive of its copy. */
  madeBy: { till: string; name: string }
  /** Last entry of that journal that the device had received. */
  upTo: number
  /** When that device was last heard of; null when that is not known. ISO 8601 in UTC. */
  heardAt: string | null
}

export interface ArchivedFile {
  name: string
  /** SHA-256 of the file, in hexadecimal. */
  sha256: string
  bytes: number
}

/**
 * Content of an archive, and what is needed to check it without the till (R9): the manifest is
 * signed, and lists every other file with its hash.
 */
export interface ArchiveManifest {
  format: typeof ARCHIVE_FORMAT
  till: string
  journalId: string
  /** SHA-256 of the public key's RFC 8785 form; empty when the browser had no cryptography. */
  keyFingerprint: string
  period: ArchivePeriod
  firstEntry: number
  lastEntry: number
  /** Number of entries; less than the range of numbers when some were purged earlier. */
  count: number
  /** Seal of the entry before the first one, which is the last seal of the previous archive. */
  previousSeal: string
  lastSeal: string
  madeAt: string
  software: SoftwareV1
  /**
   * The signer, when the archive is not signed with the journal's own key: the key of an earlier
   * till code stays on its old device. Null when the journal's own key signed.
   */
  signedBy: ArchiveSigner | null
  /** Absent where the archive is of a journal of the device that made it. */
  copy?: ArchivedCopy
  files: ArchivedFile[]
}

/** Names of the files in an archive. The manifest and its signature vouch for the others. */
export const ARCHIVE_FILES = {
  manifest: 'manifest.json',
  signature: 'signature.txt',
  /** One sealed entry per line, as stored, with its signature. */
  entries: 'entries.jsonl',
  /** Entries outside the period that are needed to check it: the opening, and traces of purges. */
  context: 'context.jsonl',
  sales: 'ventes.csv',
  lines: 'lignes.csv',
  closings: 'clotures.csv',
  events: 'evenements.csv',
  settings: 'reglages.json',
  publicKey: 'cle-publique.json',
  readMe: 'LISEZMOI.txt',
  verifier: 'verificateur.html',
} as const

/**
 * Text that the till's key signs for an archive. Its prefix distinguishes it from anything signed
 * for an entry.
 */
export const signedTextOf = (manifestSha256: string) => `${ARCHIVE_FORMAT} ${manifestSha256}`

/**
 * One line of entries.jsonl, in canonical form, because a seal is checked on the text as it stands.
 * The signature is null for an entry without one: of a till without cryptography, or of an older
 * till that was killed before it signed.
 */
export const entryLine = (entry: object, signature: string | null) =>
  `${canonicalJson({ entry, signature })}\n`

/**
 * File name of an archive: `comptoir-archive-A-2026.zip`, `comptoir-archive-A-2026-03.zip` or
 * `comptoir-archive-A-2026-03-01_2026-03-15.zip`.
 */
export function archiveName(tillCode: string, { from, to }: ArchivePeriod, today: string): string {
  return `comptoir-archive-${tillCode}-${spanName(from ?? 'debut', to ?? today)}.zip`
}

/** The days of a year, month or day written as `2026`, `2026-03` or `2026-03-01`. */
export function periodFrom(of: string): ArchivePeriod {
  const [year = '', month, day] = of.split('-')
  if (day !== undefined) return { from: of, to: of }
  if (month === undefined) return { from: `${year}-01-01`, to: `${year}-12-31` }
  return { from: `${of}-01`, to: lastDayOf(of) }
}

function spanName(from: string, to: string): string {
  if (from === to) return from
  const year = from.slice(0, 4)
  if (from === `${year}-01-01` && to === `${year}-12-31`) return year
  const month = from.slice(0, 7)
  const whole = /^\d{4}-\d{2}$/.test(month) ? periodFrom(month) : undefined
  return whole?.from === from && whole.to === to ? month : `${from}_${to}`
}
