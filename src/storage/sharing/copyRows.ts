import type { EntryRecord } from '@/core/sharing/blockContent'
import type { MarkKind } from '@/core/sharing/copyMark'

/** A run of entries of a journal, packed (`core/sharing/copyChunk`). */
export interface CopyChunk {
  journal: string
  first: number
  last: number
  /** Earliest and latest business day in it: after a clock was set back, days are in no order. */
  firstDay: string
  lastDay: string
  packed: Uint8Array
}

/** Where an entry is that is looked for by its kind. */
export interface CopyMark {
  journal: string
  kind: MarkKind
  number: number
  till: string
  eventId: string
  at: string
  /** What a sale left due; absent for other kinds. */
  dueCents?: number
}

/** The sales (`referenceKey`) that an entry of a copy gives back, pays or invoices. */
export interface CopyReferences {
  journal: string
  number: number
  /** The entry's business day. */
  day: string
  sales: readonly string[]
  /** By how much it lowers what one sale left due. */
  settledCents: number
}

/** An entry that is in no chunk yet. */
export interface CopiedEntry {
  journal: string
  number: number
  record: EntryRecord
}
