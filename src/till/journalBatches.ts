import type { Till } from './till'
import type { JournalEntry } from '@/core/journal'
import type { SealSignature } from '@/storage/databases'
import { readEntriesAfter, readSignaturesAfter } from '@/storage/journal'
import { canonicalTextWithout } from '@/verifier/canonical'
import type { ProofCheck } from '@/verifier/proofs'

/** As many as signatures are best checked at once. */
const ENTRIES_AT_ONCE = 1_024

/** Entries behind a number with their signatures, whose proofs are being checked. */
export interface JournalBatch {
  entries: readonly JournalEntry[]
  /** Signatures, entry by entry; null where there is none. */
  kept: readonly (string | null)[]
  verdicts: Promise<Uint8Array>
}

/**
 * A journal in parts, in order. While one is given, the proofs of the one behind it are being
 * checked, and the one behind that is being read: disk and both threads work at once.
 */
export async function* batchesOf(till: Till, check: ProofCheck): AsyncGenerator<JournalBatch> {
  let before: JournalBatch | undefined
  let reading = readPart(till, 0)
  for (;;) {
    const entries = await reading
    const last = entries.at(-1)
    if (!last) break
    // Asked for before the next part: a disk answers in the order it is asked.
    const signatures = readSignaturesOf(till, entries, last.number)
    reading = readPart(till, last.number)
    // It may fail before it is awaited, or never be, where the check ends at a fault.
    reading.catch(() => undefined)
    const batch = beginBatch(check, entries, await signatures)
    if (before) yield before
    before = batch
  }
  if (before) yield before
}

const readPart = ({ tillDb, letter }: Till, after: number) =>
  readEntriesAfter(tillDb, letter, after, ENTRIES_AT_ONCE)

const readSignaturesOf = (
  { tillDb, letter }: Till,
  [first]: readonly JournalEntry[],
  last: number,
) => readSignaturesAfter(tillDb, letter, (first?.number ?? 0) - 1, last)

function beginBatch(
  check: ProofCheck,
  entries: readonly JournalEntry[],
  signatures: readonly SealSignature[],
): JournalBatch {
  const byNumber = new Map(signatures.map(one => [one.number, one.signature]))
  const kept = entries.map(({ number }) => byNumber.get(number) ?? null)
  const proofs = entries.map((entry, place) => ({
    text: sealedTextOf(entry),
    seal: entry.seal,
    signature: kept[place] ?? null,
  }))
  return { entries, kept, verdicts: check(proofs) }
}

function sealedTextOf(entry: JournalEntry): string {
  try {
    return canonicalTextWithout(entry, 'seal')
  } catch {
    // What can no longer be written canonically was altered: no seal is that of no text.
    return ''
  }
}
