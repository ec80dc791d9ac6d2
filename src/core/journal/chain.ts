import { isJournalOpened, isSealIntact, NO_SEAL, type JournalEntry } from './journal'
import { gapFault, type Purge } from './purge'

/** A fault of the seal chain: the entry number where it shows, and what is wrong there. */
export interface ChainFault {
  number: number
  fault: 'seal-does-not-match' | 'number-missing' | 'previous-does-not-match' | 'not-opened'
}

/**
 * First fault of a run of entries in order; undefined when every seal holds, no number is missing
 * and each entry names the seal of the entry before it.
 *
 * A long journal is checked in parts: `checked` is the last entry already checked, absent for the
 * first part. A gap is a fault unless `purges` explains it. `isIntact` tells whether the seal of an
 * entry matches its content, for callers that computed seals elsewhere.
 */
export function firstChainFault(
  entries: Iterable<JournalEntry>,
  checked?: JournalEntry,
  purges: readonly Purge[] = [],
  isIntact = isSealIntact,
): ChainFault | undefined {
  let last = checked
  for (const entry of entries) {
    const fault = faultAfter(last, entry, purges, isIntact)
    if (fault) return { number: (last?.number ?? 0) + 1, fault }
    last = entry
  }
  return undefined
}

function faultAfter(
  last: JournalEntry | undefined,
  entry: JournalEntry,
  purges: readonly Purge[],
  isIntact: (entry: JournalEntry) => boolean,
): ChainFault['fault'] | undefined {
  const next = (last?.number ?? 0) + 1
  if (last && entry.number > next) {
    const fault = gapFault(purges, last, entry)
    if (fault) return fault
  } else if (entry.number !== next) return 'number-missing'
  else if (entry.previous !== (last?.seal ?? NO_SEAL)) return 'previous-does-not-match'
  if (!isIntact(entry)) return 'seal-does-not-match'
  if (!last && !isJournalOpened(entry)) return 'not-opened'
  return undefined
}
