import { signSeal } from './signSeal'
import type { TillContext } from '@/till/context'
import { firstChainFault } from '@/core/journal/chain'
import type { JournalEntry } from '@/core/journal/journal'
import { isNeverPurged } from '@/core/journal/purge'
import { parseSignatureV2 } from '@/core/journal/sealSignature'
import { readKey } from '@/storage/journal/keys'
import { keepSignatures, readUnsigned } from '@/storage/journal/signatures'

/**
 * Signs what a version before signatures of format 2 left unsigned, as that version would have: its
 * traces waited for the next sale. Anything else it signed at once, so that a sale found unsigned is
 * never signed here, nor a trace that explains what is missing; nor is anything once the journal
 * holds a signature of format 2, or has a copy: that version made none.
 */
export async function signLeftovers(
  { tillDb, tillCode }: TillContext,
  readCopied: () => Promise<readonly string[]>,
): Promise<void> {
  const key = await readKey(tillDb, tillCode)
  if (!key) return
  const { signed, last, unsigned } = await readUnsigned(tillDb, tillCode)
  if (unsigned.length === 0 || (signed !== undefined && parseSignatureV2(signed))) return
  if (!unsigned.every(mayWait) || firstChainFault(unsigned, last)) return
  if ((await readCopied()).includes(tillCode)) return
  const signatures = await Promise.all(
    unsigned.map(async ({ till, number, seal }) => ({
      till,
      number,
      signature: await signSeal(key.privateKey, seal),
    })),
  )
  await keepSignatures(tillDb, signatures)
}

const mayWait = (entry: JournalEntry) =>
  entry.event.kind === 'journal-opened' || (entry.event.kind === 'trace' && !isNeverPurged(entry))
