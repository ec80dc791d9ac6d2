import type { SaidEntries } from './keptSharing'
import type { TillDatabase } from '@/storage/databases'
import { readEntriesAfter, readEntry, readTillCodes } from '@/storage/journal/journal'
import { readSignaturesAfter } from '@/storage/journal/signatures'
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
  const journal = said[till]?.journal ?? (await readEntry(db, till, 1))?.seal ?? ''
  await db.sharing.put({ name: SAID, value: { ...said, [till]: { journal, number } } })
}

/** Everything is to be said again, under another device's name. */
export async function forgetSaid(db: TillDatabase): Promise<void> {
  await db.sharing.delete(SAID)
}

/**
 * Entries that no block has yet, of one journal of this device at a time, in order. A journal whose
 * first entries were purged before the device shared has no name that others could check: it stays.
 */
export async function readUnsaid(db: TillDatabase, most: number): Promise<EntryRecord[]> {
  return db.transaction('r', db.journal, db.signatures, db.sharing, async () => {
    const said = await readSaid(db)
    for (const till of (await readTillCodes(db, '')).slice(1)) {
      const after = said[till]?.number ?? 0
      const entries = await readEntriesAfter(db, till, after, most)
      const last = entries.at(-1)
      const journal = said[till]?.journal ?? (await readEntry(db, till, 1))?.seal
      if (!last || !journal) continue
      const signatures = new Map(
        (await readSignaturesAfter(db, till, after, last.number)).map(one => [one.number, one]),
      )
      return entries.map(entry => ({
        kind: 'entry' as const,
        journal,
        entry,
        signature: signatures.get(entry.number)?.signature ?? null,
      }))
    }
    return []
  })
}
