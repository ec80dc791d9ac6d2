import { readCopies } from './listOtherTills'
import type { TillContext } from '@/till/context'
import { isSignatureOf } from '@/till/journal/signSeal'
import { isSealIntact, keyFingerprint, NO_SEAL, type JournalEntry } from '@/core/journal/journal'
import type { SealCheck } from '@/core/journal/sealCheck'
import type { EntryRecord } from '@/core/sharing/blockContent'
import { parseCopyAddress } from '@/core/sharing/copyAddress'
import type { CopyHead } from '@/core/sharing/copyHead'
import type { OtherTill } from '@/core/sharing/otherTills'
import { readCopied } from '@/storage/sharing/copies'

/** An entry of another till, as its copy has it, and the check of its seal in that chain. */
export interface CopiedEntry {
  entry: JournalEntry
  journal: string
  till: OtherTill
  check: SealCheck
  /** Fingerprint of the key that signed it; empty where its journal has no key. */
  fingerprint: string
}

/** The entry of a copy that an address names; null where it is not here. */
export async function readCopiedEntry(
  context: TillContext,
  address: string,
): Promise<CopiedEntry | null> {
  const named = parseCopyAddress(address)
  if (!named) return null
  const found = await readCopies(context, async ({ others, tills }) => {
    const { beginning, number } = named
    for (const till of tills) {
      const part = till.parts.find(({ journal }) => journal.startsWith(beginning))
      if (!part || number > part.upTo) continue
      const { journal } = part
      const record = await readCopied(others, journal, number)
      const head = await others.copyHeads.get(journal)
      if (!record || !head) return null
      const before = number > 1 ? await readCopied(others, journal, number - 1) : undefined
      const previous = number === 1 ? NO_SEAL : before?.entry.seal
      const check = await checkCopied(record, head, previous)
      const fingerprint = head.publicKey ? keyFingerprint(head.publicKey) : ''
      return { entry: record.entry, journal, till, check, fingerprint }
    }
    return null
  })
  return found ?? null
}

/** Checked when it came; what is shown is checked again, as it is now on this disk. */
async function checkCopied(
  { entry, signature }: EntryRecord,
  { publicKey }: CopyHead,
  previous: string | undefined,
): Promise<SealCheck> {
  const isSigned = publicKey !== null && signature !== null
  const isValid = isSigned && (await isSignatureOf(publicKey, entry.seal, signature))
  return {
    intact: isSealIntact(entry),
    linked: entry.previous === previous,
    signature: isSigned ? (isValid ? 'valid' : 'invalid') : 'missing',
  }
}
