import { signatureCheck } from './signSeal'
import type { TillContext } from '@/till/context'
import { isJournalOpened, isSealIntact, type JournalEntry } from '@/core/journal/journal'
import { purgeOf, type Purge } from '@/core/journal/purge'
import { readEntry } from '@/storage/journal/journal'
import { readPurgeTraces } from '@/storage/journal/purgeTraces'
import { readSignature } from '@/storage/journal/signatures'

/**
 * Traces of purges that the journal's own key signed: a made-up one explains nothing that is
 * missing. Where the journal has no key, each whose seal is right.
 */
export async function readSignedPurgeTraces(
  { tillDb }: Pick<TillContext, 'tillDb'>,
  tillCode: string,
): Promise<JournalEntry[]> {
  const traces = (await readPurgeTraces(tillDb, tillCode)).filter(isSealIntact)
  const first = traces.length > 0 ? await readEntry(tillDb, tillCode, 1) : undefined
  if (!first || !isJournalOpened(first)) return []
  const { publicKey } = first.event
  if (!publicKey) return traces
  const isSigned = await signatureCheck(publicKey)
  const signed: JournalEntry[] = []
  for (const trace of traces) {
    const kept = await readSignature(tillDb, tillCode, trace.number)
    if (kept && (await isSigned(trace.seal, kept.signature))) signed.push(trace)
  }
  return signed
}

/** The purges that such traces record, oldest first. */
export async function readSignedPurges(
  context: Pick<TillContext, 'tillDb'>,
  tillCode: string,
): Promise<Purge[]> {
  return (await readSignedPurgeTraces(context, tillCode)).flatMap(trace => purgeOf(trace) ?? [])
}
