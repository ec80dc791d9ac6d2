import { recordTrace } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { anchorsIn, fingerprintIn } from '@/verifier/anchor'
import { checkArchive as checkBytes } from '@/verifier/checkArchive'
import type { BeginProofs } from '@/verifier/proofs'
import type { Report } from '@/verifier/report'

/**
 * Checks an archive that was saved, by the checker that shares nothing with what made it, and
 * seals that it was checked and what came of it (R9). `known` holds what is on papers: anchors
 * of closings, or the key's fingerprint; `beginProofs` checks seals on another thread.
 */
export async function checkArchive(
  context: TillContext,
  user: UserV1,
  file: Blob,
  known: string,
  onProgress: (checked: number, count: number) => void,
  beginProofs?: BeginProofs,
): Promise<Report> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const anchors = anchorsIn(known)
  const fingerprint = fingerprintIn(known)
  const report = await checkBytes(bytes, { anchors, fingerprint, onProgress, beginProofs })
  await recordTrace(context, user, 'archive-checked', {
    sha256: report.facts?.sha256 ?? '',
    firstEntry: report.facts?.firstEntry ?? 0,
    lastEntry: report.facts?.lastEntry ?? 0,
    isSound: report.isSound,
    faults: report.faults.length + report.moreFaults,
  })
  return report
}
