import { canonicalJson } from '@/core/journal/canonicalJson'
import { lastDayOf } from '@/core/days'
import type { SoftwareV1 } from '@/core/journal/events/saleV1'
import type { JournalOpenedV1 } from '@/core/journal/events/v1'

/** Told first in the manifest, so that a reader knows what it reads in ten years. */
export const ARCHIVE_FORMAT = 'comptoir-archive-1'

/** Whole days, both included; null where everything before or after belongs to it. */
export interface ArchivePeriod {
  from: string | null
  to: string | null
}

/** The letter under which an archive of an earlier one was made, and its key. */
export interface ArchiveSigner {
  till: string
  publicKey: NonNullable<JournalOpenedV1['publicKey']>
  keyFingerprint: string
}

export interface ArchivedFile {
  name: string
  /** SHA-256 of its bytes, in hexadecimal. */
  sha256: string
  bytes: number
}

/**
 * What an archive holds, and by what it can be checked without the till (R9): the manifest is
 * signed, and names every other file with its hash.
 */
export interface ArchiveManifest {
  format: typeof ARCHIVE_FORMAT
  till: string
  journalId: string
  /** SHA-256 of the public key's RFC 8785 form; empty where the browser had no cryptography. */
  keyFingerprint: string
  period: ArchivePeriod
  firstEntry: number
  lastEntry: number
  /** Entries held; fewer than their numbers tell where some were purged before. */
  count: number
  /** Seal of the entry before the first: the last one of the archive before. */
  previousSeal: string
  lastSeal: string
  madeAt: string
  software: SoftwareV1
  /**
   * Who signed it, where it is not the key of the journal: that of an earlier letter stays with
   * its tablet. Null where the journal's own key did.
   */
  signedBy: ArchiveSigner | null
  files: ArchivedFile[]
}

/** Names of what an archive holds. The manifest and its signature vouch for the others. */
export const ARCHIVE_FILES = {
  manifest: 'manifest.json',
  signature: 'signature.txt',
  /** One sealed entry a line, as stored, with its signature. */
  entries: 'entries.jsonl',
  /** Entries of before or after that are needed to check these: the opening, and purges. */
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

/** What the till's key signs of an archive: never what it signs of an entry. */
export const signedTextOf = (manifestSha256: string) => `${ARCHIVE_FORMAT} ${manifestSha256}`

/**
 * One line of entries.jsonl, in canonical form: a seal is checked on the text as it stands. The
 * signature is null for what a kill left unsigned.
 */
export const entryLine = (entry: object, signature: string | null) =>
  `${canonicalJson({ entry, signature })}\n`

/** `comptoir-A-2026`, `comptoir-A-2026-03`, `comptoir-A-2026-03-01_2026-03-15`. */
export function archiveName(tillCode: string, { from, to }: ArchivePeriod, today: string): string {
  return `comptoir-archive-${tillCode}-${spanName(from ?? 'debut', to ?? today)}.zip`
}

/** The period of a day, a month or a year, as it is written: `2026`, `2026-03`, `2026-03-01`. */
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
