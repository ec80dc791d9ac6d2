import { isSealed, sealedTextOf } from './chain'
import { SEAL_DIFFERS, SIGNATURE_WRONG, type ProofCheck } from './proofs'
import type { Findings } from './report'
import type { ArchivedLine } from './shapes'
import { beginSignatureOrder } from './signatureOrder'

/** Checks seals and signatures, batch by batch, and that signatures follow one another. */
export function beginSeals(check: ProofCheck, hasKey: boolean, findings: Findings) {
  const order = beginSignatureOrder()
  let signatures = 0
  let running = Promise.resolve()

  async function readProofs(lines: readonly ArchivedLine[]): Promise<void> {
    const proofs = lines.map(({ entry, signature, sealedText }) => ({
      text: sealedText ?? sealedTextOf(entry) ?? '',
      seal: entry.seal,
      signature,
    }))
    const verdicts = await check(proofs)
    for (const [index, line] of lines.entries()) {
      const verdict = verdicts[index] ?? SEAL_DIFFERS
      const { number } = line.entry
      // A line in another order may hold an intact entry all the same.
      if (verdict & SEAL_DIFFERS && !isSealed(line)) findings.fault('seal-differs', number)
      if (verdict & SIGNATURE_WRONG) findings.fault('signature-wrong', number)
    }
  }

  function readOrder({ entry: { number, at }, signature }: ArchivedLine): void {
    for (const { code, number: shownAt, detail } of order.read({ number, at, signature })) {
      findings.fault(code, shownAt, detail)
    }
    if (signature !== null) signatures += 1
  }

  return {
    /** Starts a batch; resolves once the previous one is done, so that two run at a time. */
    read(lines: readonly ArchivedLine[]): Promise<void> {
      if (hasKey) for (const line of lines) readOrder(line)
      const before = running
      running = Promise.all([before, readProofs(lines)]).then(() => undefined)
      return before
    },
    /** Count of signatures checked. */
    async end(): Promise<number> {
      await running
      const unsigned = order.unsigned()
      if (unsigned !== undefined) findings.note('newest-unsigned', unsigned)
      return signatures
    },
  }
}
