import { isSignatureOf } from './signature'
import type { Till } from './till'
import {
  firstChainFaultAfter,
  isJournalOpened,
  isSealIntact,
  NO_SEAL,
  type ChainFault,
  type JournalEntry,
} from '@/core/journal'
import type { SealCheck } from '@/core/sealCheck'
import { readEntriesAfter, readEntry, readSignature } from '@/storage/journal'

const ENTRIES_AT_ONCE = 500

export interface JournalCheck {
  checked: number
  fault: ChainFault | undefined
}

/** Checks every seal of the journal in order; says how far it is, so that a page can show it. */
export async function checkJournal(
  till: Till,
  onProgress: (checked: number) => void,
): Promise<JournalCheck> {
  let last: JournalEntry | undefined
  for (;;) {
    const entries = await readEntriesAfter(
      till.tillDb,
      till.letter,
      last?.number ?? 0,
      ENTRIES_AT_ONCE,
    )
    if (entries.length === 0) return { checked: last?.number ?? 0, fault: undefined }
    const fault = firstChainFaultAfter(last, entries)
    if (fault) return { checked: fault.number - 1, fault }
    last = entries.at(-1)
    onProgress(last?.number ?? 0)
  }
}

/** Checks one entry: its own seal, its link to the entry before, and its signature. */
export async function checkEntry(till: Till, entry: JournalEntry): Promise<SealCheck> {
  const before =
    entry.number > 1 ? await readEntry(till.tillDb, till.letter, entry.number - 1) : undefined
  return {
    intact: isSealIntact(entry),
    linked: entry.previous === (entry.number > 1 ? before?.seal : NO_SEAL),
    signature: await checkSignature(till, entry),
  }
}

async function checkSignature(till: Till, entry: JournalEntry): Promise<SealCheck['signature']> {
  const opened = await readEntry(till.tillDb, till.letter, 1)
  const publicKey = opened && isJournalOpened(opened) ? opened.event.publicKey : null
  const kept = await readSignature(till.tillDb, entry.till, entry.number)
  if (!publicKey || !kept) return 'missing'
  const isValid = await isSignatureOf(publicKey, entry.seal, kept.signature)
  return isValid ? 'valid' : 'invalid'
}

/** Fingerprint of the key that signs this till's journal; empty where there is none. */
export async function readKeyFingerprint(till: Till): Promise<string> {
  const opened = await readEntry(till.tillDb, till.letter, 1)
  return opened && isJournalOpened(opened) ? opened.event.keyFingerprint : ''
}
