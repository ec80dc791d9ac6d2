/** What can be wrong with an archive. */
export type FaultCode =
  | 'zip-unreadable'
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

/** What is worth knowing and speaks against nothing. */
export type NoteCode =
  | 'no-key'
  | 'newest-unsigned'
  | 'purged'
  | 'anchor-outside'
  | 'continues'
  | 'signed-by-other'
  | 'earlier-partial'
  | 'earlier-unread'

export interface Finding<Code extends string> {
  code: Code
  /** Number of the entry it is about; null for the archive as a whole. */
  entry: number | null
  /** Name of a file, of a series… as it stands in the archive. */
  detail: string
}

/** What was found of an archive: sound when nothing at all speaks against it. */
export interface Report {
  isSound: boolean
  faults: Finding<FaultCode>[]
  /** Faults beyond those that are kept: each is told only so many times. */
  moreFaults: number
  notes: Finding<NoteCode>[]
  facts: ArchiveFacts | null
}

/** What the archive says it is. */
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
  /** Entries read, and signatures that were checked. */
  count: number
  signatures: number
  /** SHA-256 of the whole ZIP. */
  sha256: string
}

/** Whether all that speaks against it is that its signatures could not be checked where it was. */
export const isUnread = ({ isSound, faults }: Report): boolean =>
  !isSound && faults.every(({ code }) => code === 'signatures-unread')

const MOST_FAULTS = 200

/** Collects what is found. */
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
      notes.push({ code, entry, detail })
    },
    reportWith: facts => ({
      isSound: faults.length === 0,
      // Seals and signatures are checked beside the rest, and come in later.
      faults: [...faults].sort((a, b) => (a.entry ?? 0) - (b.entry ?? 0)),
      moreFaults,
      notes,
      facts,
    }),
  }
}
