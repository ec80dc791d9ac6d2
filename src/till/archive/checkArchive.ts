import { TO_ARCHIVE } from './makeArchive'
import { recordAllowed } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { anchorsIn, fingerprintIn } from '@/verifier/anchor'
import { checkArchive as checkBytes, reportTooLarge } from '@/verifier/checkArchive'
import { readArchive } from '@/verifier/readArchive'
import type { BeginProofs } from '@/verifier/proofs'
import type { Report } from '@/verifier/report'

/**
 * Checks a saved archive with the verifier, which shares no code with `makeArchive`, and seals a
 * trace of the check and its result (R9). `known` is text copied from papers: anchors of closings,
 * or the key's fingerprint. `beginProofs` checks seals on another thread.
 */
export async function checkArchive(
  context: TillContext,
  user: UserV1,
  file: Blob,
  known: string,
  onProgress: (checked: number, count: number) => void,
  beginProofs?: BeginProofs,
): Promise<Report> {
  const bytes = await readArchive(file)
  const anchors = anchorsIn(known)
  const fingerprint = fingerprintIn(known)
  const options = { anchors, fingerprint, onProgress, beginProofs }
  const report = bytes ? await checkBytes(bytes, options) : reportTooLarge()
  await recordAllowed(context, { user, ...TO_ARCHIVE }, 'archive-checked', {
    sha256: report.facts?.sha256 ?? '',
    firstEntry: report.facts?.firstEntry ?? 0,
    lastEntry: report.facts?.lastEntry ?? 0,
    isSound: report.isSound,
    faults: report.faults.length + report.moreFaults,
  })
  return report
}
