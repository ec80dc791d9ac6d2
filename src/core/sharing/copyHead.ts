import type { EntryRecord } from './blockContent'
import {
  isJournalOpened,
  isSealIntact,
  keyFingerprint,
  NO_SEAL,
  type JournalEntry,
} from '@/core/journal/journal'
import type { JournalOpenedV1 } from '@/core/journal/events/v1'

/** How far the journal of another till is known here, and what proves the rest of it. */
export interface CopyHead {
  /** Which journal: the seal of its first entry. */
  journal: string
  till: string
  number: number
  seal: string
  /** The key that signs the journal; null where its page had no cryptography. */
  publicKey: NonNullable<JournalOpenedV1['publicKey']> | null
  /** Stored signature of the last entry, which the next one covers. */
  signature: string | null
}

/** `known`: it is held already, and is the same. `gap`: entries before it are missing. */
export type NextEntry = 'follows' | 'known' | 'gap' | 'tampered'

/**
 * Whether an entry of another till follows what is held of its journal. Its seal covers the entry
 * and the seal before it; what was altered, skipped or renumbered follows nothing. `keptSeal` is
 * the seal held of the entry with its number, if one is.
 */
export function placeEntry(
  head: CopyHead | undefined,
  { journal, entry }: Pick<EntryRecord, 'journal' | 'entry'>,
  keptSeal: string | undefined,
): NextEntry {
  if (!isSealIntact(entry)) return 'tampered'
  if (!head) return entry.number === 1 ? placeFirst(journal, entry) : 'gap'
  if (entry.till !== head.till) return 'tampered'
  if (entry.number <= head.number) return entry.seal === keptSeal ? 'known' : 'tampered'
  if (entry.number > head.number + 1) return 'gap'
  return entry.previous === head.seal ? 'follows' : 'tampered'
}

function placeFirst(journal: string, entry: JournalEntry): NextEntry {
  const isFirst = entry.seal === journal && entry.previous === NO_SEAL && isJournalOpened(entry)
  if (!isFirst) return 'tampered'
  const { publicKey, keyFingerprint: fingerprint } = entry.event
  const isKeyItsOwn = !publicKey || keyFingerprint(publicKey) === fingerprint
  return isKeyItsOwn ? 'follows' : 'tampered'
}

/** What is known of a journal once an entry that follows was added. */
export function headAfter(
  head: CopyHead | undefined,
  { journal, entry, signature }: EntryRecord,
): CopyHead {
  const publicKey = head ? head.publicKey : keyIn(entry)
  return { journal, till: entry.till, number: entry.number, seal: entry.seal, publicKey, signature }
}

const keyIn = (entry: JournalEntry) =>
  isJournalOpened(entry) ? (entry.event.publicKey ?? null) : null
