import { openSignatureThreads } from '@/verifier/signatureThreads'
import type { BeginProofs } from '@/verifier/proofs'

/** Runs a task with further workers, which check signatures. */
export async function withProofs<T>(run: (beginProofs: BeginProofs) => Promise<T>): Promise<T> {
  const { beginProofs, close } = await openSignatureThreads(
    () =>
      new Worker(new URL('../verifier/signaturesWorker.ts', import.meta.url), { type: 'module' }),
  )
  return run(beginProofs).finally(close)
}
