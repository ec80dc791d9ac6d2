import { signSeal } from './signSeal'
import type { TillContext } from '@/till/context'
import type { JournalEntry } from '@/core/journal/journal'
import { parseSignatureV2 } from '@/core/journal/sealSignature'
import { readKey } from '@/storage/journal/keys'
import { keepSignatures, readUnsigned } from '@/storage/journal/signatures'

/**
 * Signs what a version before signatures of format 2 left unsigned, as that version would have: its
 * traces waited for the next sale. Anything else it signed at once, so that a sale found unsigned is
 * never signed here; nor is anything once the journal holds a signature of format 2.
 */
export async function signLeftovers({ tillDb, tillCode }: TillContext): Promise<void> {
  const key = await readKey(tillDb, tillCode)
  if (!key) return
  const { signed, unsigned } = await readUnsigned(tillDb, tillCode)
  if (signed !== undefined && parseSignatureV2(signed)) return
  if (!unsigned.every(mayWait)) return
  const signatures = await Promise.all(
    unsigned.map(async ({ till, number, seal }) => ({
      till,
      number,
      signature: await signSeal(key.privateKey, seal),
    })),
  )
  await keepSignatures(tillDb, signatures)
}

const mayWait = ({ event }: JournalEntry) =>
  event.kind === 'trace' || event.kind === 'journal-opened'
