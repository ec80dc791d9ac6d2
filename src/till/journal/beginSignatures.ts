import type { JournalEntry } from '@/core/journal/journal'
import type { JournalFault } from '@/core/journal/journalCheck'
import { beginEntryTimes, type StepBack } from '@/verifier/entryTimes'
import { SIGNATURE_WRONG } from '@/verifier/proofs'
import { beginSignatureOrder, type OrderFault } from '@/verifier/signatureOrder'

/** The check of signatures and times, which reads entries in order and in parts. */
export interface SignaturesCheck {
  /** Faults of these entries, which follow the ones already read. */
  read: (
    entries: readonly JournalEntry[],
    kept: readonly (string | null)[],
    verdicts: Uint8Array,
  ) => JournalFault[]
  /** A fault that shows only at the end. */
  end: () => JournalFault | undefined
}

/**
 * Begins the check of signatures: each is by the journal's key, follows the one before and was made
 * with its entry; and times go backwards only where a trace tells of it. Without a key, times alone
 * cannot tell whose they are, and nothing is checked.
 */
export function beginSignatures(hasKey: boolean): SignaturesCheck {
  const order = beginSignatureOrder()
  const times = beginEntryTimes()
  return {
    read(entries, kept, verdicts) {
      if (!hasKey) return []
      return entries.flatMap((entry, index) => {
        const { number, at } = entry
        const signature = kept[index] ?? null
        const isWrong =
          signature !== null && ((verdicts[index] ?? SIGNATURE_WRONG) & SIGNATURE_WRONG) !== 0
        return [
          ...(isWrong ? [{ number, fault: 'signature-invalid' as const }] : []),
          ...order.read({ number, at, signature }).map(faultOfOrder),
          ...faultsOfStep(times.read(entry, signature)),
        ]
      })
    },
    end: () => faultsOfStep(times.end())[0],
  }
}

const faultOfOrder = ({ code, number }: OrderFault): JournalFault => ({ number, fault: code })

const faultsOfStep = (step: StepBack | undefined): JournalFault[] =>
  step?.isCertain ? [{ number: step.number, fault: 'time-backwards' }] : []
