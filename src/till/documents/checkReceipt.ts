import { readKeyFingerprint, readPublicKey } from '@/till/journal/checkJournal'
import { isSignatureOf } from '@/till/journal/signSeal'
import { readElsewhere } from '@/till/payment/aboutSales'
import type { TillContext } from '@/till/context'
import { openingMark } from '@/core/journal/copyName'
import { isPurged } from '@/core/journal/purge'
import { tellFindings } from '@/till/journal/tellFindings'
import type { JournalEntry } from '@/core/journal/journal'
import { receiptCodes, type ReadReceipt } from '@/core/documents/receiptCode'
import type { KnownReceipt, ReceiptVerdict } from '@/core/documents/receiptVerdict'
import { readEntry, readLastNumber, readTillCodes } from '@/storage/journal/journal'
import { readPurges } from '@/storage/journal/purgeTraces'
import { readSignature } from '@/storage/journal/signatures'

/** Texts of the QR codes that carry a sealed entry of this till with its signature. */
export async function codesOf(context: TillContext, entry: JournalEntry): Promise<string[]> {
  const publicKey = await readPublicKey(context, entry.till)
  const kept = await readSignature(context.tillDb, entry.till, entry.number)
  return receiptCodes({ entry, publicKey, signature: kept?.signature ?? '' })
}

/**
 * Whether a scanned receipt is genuine: its own signature, and what this till's journals say of it.
 * `ownKeys` are fingerprints of keys that this till had, known outside its database.
 */
export async function checkReceipt(
  context: TillContext,
  read: ReadReceipt,
  ownKeys: readonly string[] = [],
): Promise<ReceiptVerdict> {
  const signature = await checkSignature(read)
  return { read, signature, known: await whatIsKnown(context, read, signature, ownKeys) }
}

/**
 * Seals and tells, once, that a receipt signed by this till is not in its journal, or is another
 * there: the journal was cut, put back or altered since.
 */
export async function tellOfReceipt(
  context: TillContext,
  { read, known }: ReceiptVerdict,
  alsoUsed: readonly string[],
): Promise<void> {
  const { till, number, seal } = read.entry
  const first = await readEntry(context.tillDb, till, 1)
  const held = first ? await readLastNumber(context.tillDb, till) : 0
  const opening = first ? openingMark(first) : read.keyFingerprint.slice(0, 16)
  const kind = known === 'differs' ? 'differs' : 'ahead'
  const finding = { kind, till, opening, number, seal, held, from: 'head' } as const
  await tellFindings(context, [finding], alsoUsed)
}

async function whatIsKnown(
  context: TillContext,
  { entry, isIntact, keyFingerprint }: ReadReceipt,
  signature: ReceiptVerdict['signature'],
  ownKeys: readonly string[],
): Promise<KnownReceipt> {
  const { tillDb, tillCode } = context
  const { till, number, seal } = entry
  const held = await readEntry(tillDb, till, number)
  if (held?.seal === seal) return 'same'
  if (!isIntact) return 'nothing'
  const ofOthers = () => isElsewhere(context, entry).then(is => (is ? 'elsewhere' : 'nothing'))
  if (signature !== 'valid') return ofOthers()
  const keys = await Promise.all(
    (await readTillCodes(tillDb, tillCode)).map(code =>
      readKeyFingerprint({ ...context, tillCode: code }),
    ),
  )
  if (![...keys, ...ownKeys].includes(keyFingerprint)) return ofOthers()
  if (held) return 'differs'
  return isPurged(await readPurges(tillDb, till), number, number + 1) ? 'purged' : 'missing'
}

/** Whether the copy of another till's journal holds exactly this sale. */
async function isElsewhere(context: TillContext, entry: JournalEntry): Promise<boolean> {
  const { sales } = await readElsewhere(context, [entry])
  return sales.some(({ seal }) => seal === entry.seal)
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
