import { signSeal } from './signSeal'
import type { TillContext } from '@/till/context'
import { keepSignatures, readUnsigned } from '@/storage/journal/signatures'
import { readKey } from '@/storage/journal/keys'

/**
 * Signs every entry that has no signature yet. It runs right after a sale, outside the transaction
 * that made the sale durable, because WebCrypto cannot run inside one. Entries that an interrupted
 * run left unsigned are signed at the next start.
 */
export async function signJournal(context: TillContext): Promise<void> {
  const key = await readKey(context.tillDb, context.tillCode)
  if (!key) return

  const unsigned = await readUnsigned(context.tillDb, context.tillCode)
  const signatures = await Promise.all(
    unsigned.map(async entry => ({
      till: entry.till,
      number: entry.number,
      signature: await signSeal(key.privateKey, entry.seal),
    })),
  )
  await keepSignatures(context.tillDb, signatures)
}
