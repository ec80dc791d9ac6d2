import type { TillContext } from '@/till/context'
import type { JournalEntry } from '@/core/journal/journal'
import type { SealSignature } from '@/storage/databases'
import { readEntriesAfter } from '@/storage/journal/journal'
import { readSignaturesAfter } from '@/storage/journal/signatures'
import { canonicalTextWithout } from '@/verifier/canonical'
import type { ProofCheck } from '@/verifier/proofs'

/** Enough for the threads that check signatures to share, and little to hold in memory. */
const ENTRIES_AT_ONCE = 1_024
const PARTS_AHEAD = 3

/** Consecutive entries with their signatures, while their proofs are being checked. */
export interface JournalBatch {
  entries: readonly JournalEntry[]
  /** Signatures, entry by entry; null where an entry has none. */
  kept: readonly (string | null)[]
  verdicts: Promise<Uint8Array>
}

/**
 * A journal in parts, in order. While one part is used, the proofs of the next are being checked,
 * and the parts after it are being read: the disk and all threads work at once.
 */
export async function* readBatches(
  context: TillContext,
  check: ProofCheck,
): AsyncGenerator<JournalBatch> {
  let before: JournalBatch | undefined
  for await (const { entries, signatures } of partsOf(context)) {
    const batch = beginBatch(check, entries, signatures)
    if (before) yield before
    before = batch
  }
  if (before) yield before
}

interface Part {
  entries: readonly JournalEntry[]
  signatures: readonly SealSignature[]
}

/**
 * Reads parts ahead by their entry numbers, as long as the numbers have no gap: the disk then works
 * ahead.
 */
async function* partsOf(context: TillContext): AsyncGenerator<Part> {
  let after = 0
  for (;;) {
    for await (const part of fullPartsBehind(context, after)) {
      if (part.entries.length > 0) yield part
      after += ENTRIES_AT_ONCE
    }
    // After a gap, or at the end of the journal.
    const entries = await readEntriesAfter(context.tillDb, context.tillCode, after, ENTRIES_AT_ONCE)
    const last = entries.at(-1)?.number
    if (last === undefined) return
    yield {
      entries,
      signatures: await readSignaturesAfter(context.tillDb, context.tillCode, after, last),
    }
    // An entry with an invalid number was put there: the entries after it cannot be found.
    if (!(last > after)) return
    after = last
  }
}

/** Parts as long as they are full, and the first part that is not full. */
async function* fullPartsBehind(context: TillContext, after: number): AsyncGenerator<Part> {
  const reading: Promise<Part>[] = []
  let requested = after
  for (;;) {
    while (reading.length < PARTS_AHEAD) {
      const part = readPart(context, requested, requested + ENTRIES_AT_ONCE)
      // A read ahead may fail before it is awaited, or is never awaited where the check stops at a
      // fault.
      part.catch(() => undefined)
      reading.push(part)
      requested += ENTRIES_AT_ONCE
    }
    const part = await reading.shift()
    if (part) yield part
    if (!part || part.entries.length < ENTRIES_AT_ONCE) return
  }
}

async function readPart(
  { tillDb, tillCode }: TillContext,
  after: number,
  upTo: number,
): Promise<Part> {
  const [entries, signatures] = await Promise.all([
    readEntriesAfter(tillDb, tillCode, after, ENTRIES_AT_ONCE, upTo),
    readSignaturesAfter(tillDb, tillCode, after, upTo),
  ])
  return { entries, signatures }
}

function beginBatch(
  check: ProofCheck,
  entries: readonly JournalEntry[],
  signatures: readonly SealSignature[],
): JournalBatch {
  const byNumber = new Map(signatures.map(one => [one.number, one.signature]))
  const kept = entries.map(({ number }) => byNumber.get(number) ?? null)
  const proofs = entries.map((entry, index) => ({
    text: sealedTextOf(entry),
    seal: entry.seal,
    signature: kept[index] ?? null,
  }))
  return { entries, kept, verdicts: check(proofs) }
}

function sealedTextOf(entry: JournalEntry): string {
  try {
    return canonicalTextWithout(entry, 'seal')
  } catch {
    // An entry without a canonical form was altered: no seal matches an empty text.
    return ''
  }
}
