import { Dexie } from 'dexie'
import type { OthersDatabase } from './othersDatabase'
import type { JournalEntry } from '@/core/journal/journal'
import { unpackChunk } from '@/core/sharing/copyChunk'
import type { CopyPart } from '@/core/sharing/otherTills'

/** Entries of a part of a copy that were sealed from an instant on, newest first: it is read backwards. */
export async function readCopiedSince(
  db: OthersDatabase,
  { journal, after, upTo }: CopyPart,
  instant: string,
): Promise<JournalEntry[]> {
  const sinceMs = Date.parse(instant)
  const found: JournalEntry[] = []
  let isBefore = false
  const take = (entry: JournalEntry) => {
    isBefore ||= entry.number <= after || Date.parse(entry.at) < sinceMs
    if (!isBefore && entry.number <= upTo) found.push(entry)
  }
  await db.transaction('r', db.copyEntries, db.copyChunks, async () => {
    const [first, last] = [
      [journal, Dexie.minKey],
      [journal, Dexie.maxKey],
    ]
    await db.copyEntries
      .where('[journal+number]')
      .between(first, last)
      .reverse()
      .until(() => isBefore)
      .each(({ record }) => take(record.entry))
    if (isBefore) return
    await db.copyChunks
      .where('[journal+first]')
      .between(first, last)
      .reverse()
      .until(() => isBefore)
      .each(({ packed }) =>
        unpackChunk(packed)
          .toReversed()
          .forEach(({ entry }) => take(entry)),
      )
  })
  return found
}
