/** Every fault an archive can have. */
export type FaultCode =
  | 'zip-unreadable'
  | 'zip-too-large'
  | 'zip-hidden-bytes'
  | 'zip-file-odd'
  | 'archive-unlikely'
  | 'file-missing'
  | 'file-not-listed'
  | 'file-changed'
  | 'manifest-unreadable'
  | 'manifest-differs'
  | 'manifest-not-signed'
  | 'key-differs'
  | 'line-unreadable'
  | 'other-till'
  | 'seal-differs'
  | 'number-missing'
  | 'number-repeated'
  | 'previous-differs'
  | 'not-opened'
  | 'signature-missing'
  | 'signature-wrong'
  | 'signature-not-following'
  | 'signed-late'
  | 'time-backwards'
  | 'signatures-unread'
  | 'kept-differs'
  | 'purge-unlikely'
  | 'document-out-of-order'
  | 'closing-sum'
  | 'closing-range'
  | 'perpetual-sum'
  | 'vouchers-over-food'
  | 'link-differs'
  | 'earlier-unsound'
  | 'fingerprint-differs'
  | 'anchor-differs'
  | 'anchor-beyond'
  | 'copies-differ'
  | 'shorter-than-copy'

/** Findings that are worth knowing and are not faults. */
export type NoteCode =
  | 'no-key'
  | 'newest-unsigned'
  | 'purged'
  | 'anchor-outside'
  | 'continues'
  | 'signed-by-other'
  | 'made-from-copy'
  | 'copy-signed-by'
  | 'earlier-partial'
  | 'earlier-unread'
  | 'compared'
  | 'copy-behind'
  | 'other-unsound'
  | 'clock-untraced'
  | 'fault-sealed'

export interface Finding<Code extends string> {
  code: Code
  /** Number of the entry concerned, or how many are; null for the whole archive. */
  entry: number | null
  /** Name of a file, a series…, as the archive writes it. */
  detail: string
}

/** The findings of a check; an archive is sound when it has no fault. */
export interface Report {
  isSound: boolean
  faults: Finding<FaultCode>[]
  /** Count of faults beyond the listed ones: each kind is listed a limited number of times. */
  moreFaults: number
  notes: Finding<NoteCode>[]
  facts: ArchiveFacts | null
}

/** What the archive says about itself. */
export interface ArchiveFacts {
  till: string
  journalId: string
  keyFingerprint: string
  from: string | null
  to: string | null
  firstEntry: number
  lastEntry: number
  lastSeal: string
  madeAt: string
  /** Counts of entries read and of signatures checked. */
  count: number
  signatures: number
  /** SHA-256 of the whole ZIP. */
  sha256: string
}

/** Whether its only fault is that this browser could not check signatures. */
export const isUnread = ({ isSound, faults }: Report): boolean =>
  !isSound && faults.every(({ code }) => code === 'signatures-unread')

const MOST_FAULTS = 200
/** No till purges so often, and nobody reads so many lines. */
const MOST_NOTES = 200

/** Collects findings. */
export interface Findings {
  fault: (code: FaultCode, entry?: number | null, detail?: string) => void
  note: (code: NoteCode, entry?: number | null, detail?: string) => void
  reportWith: (facts: ArchiveFacts | null) => Report
}

export function beginFindings(): Findings {
  const faults: Finding<FaultCode>[] = []
  const notes: Finding<NoteCode>[] = []
  let moreFaults = 0
  return {
    fault(code, entry = null, detail = '') {
      if (faults.length < MOST_FAULTS) faults.push({ code, entry, detail })
      else moreFaults += 1
    },
    note(code, entry = null, detail = '') {
      if (notes.length < MOST_NOTES) notes.push({ code, entry, detail })
    },
    reportWith: facts => ({
      isSound: faults.length === 0,
      // Verdicts on seals and signatures arrive later than the others.
      faults: [...faults].sort((a, b) => (a.entry ?? 0) - (b.entry ?? 0)),
      moreFaults,
      notes,
      facts,
    }),
  }
}
