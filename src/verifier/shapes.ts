export const ARCHIVE_FORMAT = 'comptoir-archive-1'
export const ENTRIES_FILE = 'entries.jsonl'
export const CONTEXT_FILE = 'context.jsonl'

/**
 * Shapes of what an archive holds, as far as they are checked: written from the description that is
 * in every archive, and from none of the till's code.
 */
export interface Manifest {
  format: string
  till: string
  journalId: string
  keyFingerprint: string
  period: { from: string | null; to: string | null }
  firstEntry: number
  lastEntry: number
  count: number
  previousSeal: string
  lastSeal: string
  madeAt: string
  /** The key that signed the archive, where it is not the journal's. */
  signedBy: { till: string; publicKey: PublicKey; keyFingerprint: string } | null
  /** Where another till made the archive, from its copy of the journal. */
  copy?: { madeBy: { till: string; name: string }; upTo: number }
  files: { name: string; sha256: string; bytes: number }[]
}

export interface PublicKey {
  crv: string
  kty: string
  x: string
  y: string
}

/** A line of entries.jsonl. */
export interface ArchivedLine {
  entry: Entry
  signature: string | null
  /** The sealed text as the line has it; undefined where the line is in another order. */
  sealedText: string | undefined
}

export interface Entry {
  format: number
  till: string
  number: number
  at: string
  day: string
  training: boolean
  event: Event
  previous: string
  seal: string
}

/** Any event; a field is read only where its kind has it. */
export interface Event {
  kind: string
  document?: { series: string; number: number }
  // Of the opening.
  journalId?: string
  publicKey?: PublicKey | null
  keyFingerprint?: string
  continues?: Link | null
  // Of a trace.
  what?: string
  detail?: Record<string, unknown>
  // Of sales, payments and cash.
  channel?: string
  lines?: Line[]
  vat?: Row[]
  tenders?: { kind: string; name: string; account: string; givenCents: number }[]
  totalCents?: number
  foodCents?: number
  changeCents?: number
  dueCents?: number
  dueBeforeCents?: number
  direction?: string
  amountCents?: number
  user?: { name: string }
  // Of a closing.
  period?: string
  firstEntry?: number
  lastEntry?: number
  lastSeal?: string
  totals?: Totals
  web?: Totals
  carried?: EntryRange[]
  perpetual?: Record<string, number>
}

/** The journal that another continues, and the totals carried over from it. */
export interface Link {
  till: string
  journalId: string
  number: number
  seal: string
  perpetual: Record<string, number>
  unclosed: Carried[]
}

/** A period of earlier till codes that none of their closings holds. */
export interface Carried {
  period: string
  of: string
  totals: Totals
  web: Totals
  perpetual: Record<string, number>
  lastSeal: string
  ranges: EntryRange[]
}

export interface EntryRange {
  till: string
  firstEntry: number
  lastEntry: number
}

export interface Line {
  department: string
  quantityMilli: number
  grossCents: number
  discountCents: number
}

/** A row of a table: names and numbers. */
export type Row = Record<string, string | number>
export type Totals = Record<string, number | Row[]>

/** Entries removed from the till after they were archived, as a sealed trace says. */
export interface Purge {
  /** Number of the trace itself. */
  tracedAt: number
  firstEntry: number
  lastEntry: number
  previousSeal: string
  lastSeal: string
  keptCount: number
  keptSha256: string
  counters: Record<string, number>
}
