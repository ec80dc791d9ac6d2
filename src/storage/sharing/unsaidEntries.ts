import type { SaidEntries } from './keptSharing'
import type { TillDatabase } from '@/storage/databases'
import { readEntriesAfter, readEntry, readTillCodes } from '@/storage/journal/journal'
import { readSignature, readSignaturesAfter } from '@/storage/journal/signatures'
import { isJournalOpened, type JournalEntry } from '@/core/journal/journal'
import type { EntryRecord } from '@/core/sharing/blockContent'

const SAID = 'saidEntries'

/** How far the journals of this device were said. */
export async function readSaid(db: TillDatabase): Promise<SaidEntries> {
  const kept = await db.sharing.get(SAID)
  return (kept?.value ?? {}) as SaidEntries
}

/** Notes how far a journal was said; inside the transaction that keeps the block. */
export async function noteSaid(
  db: TillDatabase,
  { till, number }: { till: string; number: number },
): Promise<void> {
  const said = await readSaid(db)
  const journal = (await readJournalName(db, till)) ?? ''
  await db.sharing.put({ name: SAID, value: { ...said, [till]: { journal, number } } })
}

/** What others know a journal of this device by; undefined where its first entry is gone, unsaid. */
export async function readJournalName(db: TillDatabase, till: string): Promise<string | undefined> {
  return (await readSaid(db))[till]?.journal || (await readEntry(db, till, 1))?.seal
}

/** Everything is to be said again, under another device's name. */
export async function forgetSaid(db: TillDatabase): Promise<void> {
  await db.sharing.delete(SAID)
}

/**
 * Entries that no block has yet, of one journal of this device at a time, in order. A journal whose
 * first entries were purged before the device shared has no name that others could check: it stays.
 * An entry whose signature is still to be made (`signLeftovers`) waits: unsigned, it is tampered.
 */
export async function readUnsaid(db: TillDatabase, most: number): Promise<EntryRecord[]> {
  return db.transaction('r', db.journal, db.signatures, db.sharing, async () => {
    const said = await readSaid(db)
    for (const till of (await readTillCodes(db, '')).slice(1)) {
      const after = said[till]?.number ?? 0
      const entries = await readEntriesAfter(db, till, after, most)
      const opening = await readEntry(db, till, 1)
      const journal = said[till]?.journal ?? opening?.seal
      if (!journal) continue
      const signatures = await signaturesOf(db, entries)
      const isSigned = opening
        ? isJournalOpened(opening) && opening.event.publicKey !== null
        : (await readSignature(db, till, after)) !== undefined
      const unsigned = isSigned ? entries.findIndex(one => !signatures.has(one.number)) : -1
      const ready = unsigned < 0 ? entries : entries.slice(0, unsigned)
      if (ready.length === 0) continue
      return ready.map(entry => ({
        kind: 'entry' as const,
        journal,
        entry,
        signature: signatures.get(entry.number) ?? null,
      }))
    }
    return []
  })
}

/** Stored signatures of entries of one journal, by number. */
async function signaturesOf(
  db: TillDatabase,
  entries: readonly JournalEntry[],
): Promise<Map<number, string>> {
  const [first, last] = [entries[0], entries.at(-1)]
  if (!first || !last) return new Map()
  const found = await readSignaturesAfter(db, first.till, first.number - 1, last.number)
  return new Map(found.map(({ number, signature }) => [number, signature]))
}
