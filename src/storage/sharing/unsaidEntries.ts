import type { TillDatabase } from '@/storage/databases'
import { readEntriesAfter, readEntry, readTillCodes } from '@/storage/journal/journal'
import { readSignaturesAfter } from '@/storage/journal/signatures'
import { isJournalOpened } from '@/core/journal/journal'
import type { EntryRecord } from '@/core/sharing/blockContent'

/**
 * Entries of this device's journals that no block has yet, the earliest journal first, at most so
 * many, in the caller's transaction. An entry that is to be signed and is not yet waits for it; a
 * journal whose beginning was purged cannot be copied from its first entry, and is left out.
 */
export async function readUnsaidEntries(db: TillDatabase, most: number): Promise<EntryRecord[]> {
  const found: EntryRecord[] = []
  const [, ...tillCodes] = await readTillCodes(db, '')
  for (const till of tillCodes.toReversed()) {
    const opening = await readEntry(db, till, 1)
    if (!opening || !isJournalOpened(opening)) continue
    const said = (await db.saidEntries.get(till))?.number ?? 0
    const entries = await readEntriesAfter(db, till, said, most - found.length)
    const last = entries.at(-1)
    if (!last) continue
    const signatures = new Map(
      (await readSignaturesAfter(db, till, said, last.number)).map(one => [
        one.number,
        one.signature,
      ]),
    )
    for (const entry of entries) {
      const signature = signatures.get(entry.number) ?? null
      if (signature === null && opening.event.publicKey) break
      found.push({ kind: 'entry', journal: opening.seal, entry, signature })
    }
    if (found.length >= most) break
  }
  return found
}
