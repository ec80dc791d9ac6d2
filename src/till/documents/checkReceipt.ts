import { readPublicKey } from '@/till/journal/checkJournal'
import { isSignatureOf } from '@/till/journal/signSeal'
import type { TillContext } from '@/till/context'
import type { JournalEntry } from '@/core/journal/journal'
import { receiptCodes, type ReadReceipt } from '@/core/documents/receiptCode'
import type { ReceiptVerdict } from '@/core/documents/receiptVerdict'
import { readEntry } from '@/storage/journal/journal'
import { readSignature } from '@/storage/journal/signatures'

/** Texts of the QR codes that carry a sealed entry of this till with its signature. */
export async function codesOf(context: TillContext, entry: JournalEntry): Promise<string[]> {
  const publicKey = await readPublicKey(context, entry.till)
  const kept = await readSignature(context.tillDb, entry.till, entry.number)
  return receiptCodes({ entry, publicKey, signature: kept?.signature ?? '' })
}

/**
 * Whether a scanned receipt is genuine: its own signature, and whether this till's journal holds
 * the same entry.
 */
export async function checkReceipt(
  context: TillContext,
  read: ReadReceipt,
): Promise<ReceiptVerdict> {
  const { entry } = read
  const own = await readEntry(context.tillDb, entry.till, entry.number)
  return { read, signature: await checkSignature(read), isOwn: own?.seal === entry.seal }
}

async function checkSignature({
  publicKey,
  signature,
  entry,
}: ReadReceipt): Promise<ReceiptVerdict['signature']> {
  // Typed as always there, but absent outside https and localhost.
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (!publicKey || signature === '' || !subtle) return 'missing'
  try {
    return (await isSignatureOf(publicKey, entry.seal, signature)) ? 'valid' : 'invalid'
  } catch {
    // The key is not a point of the curve: it cannot have signed anything.
    return 'invalid'
  }
}
