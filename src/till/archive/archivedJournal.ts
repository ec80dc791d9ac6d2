import { readPublicKey } from '@/till/journal/checkJournal'
import type { TillContext } from '@/till/context'
import type { ArchivedCopy, ArchiveSigner } from '@/core/archive/manifest'
import type { JournalEntry } from '@/core/journal/journal'
import { readEntriesAfter, readEntry, readNumbersOfDays } from '@/storage/journal/journal'
import { readHead } from '@/storage/journal/purge'
import { readPurgeTraces } from '@/storage/journal/purgeTraces'
import { readSignature, readSignaturesAfter } from '@/storage/journal/signatures'

/** First and last entry of a part of a journal. */
export interface Range {
  first: number
  last: number
}

/** An entry as it was sealed, with its signature; null where it has none. */
export interface ArchivedRecord {
  entry: JournalEntry
  signature: string | null
}

/** A journal to make an archive of: one of this device, or the copy of another till's. */
export interface ArchivedJournal {
  till: string
  /** The seal of its first entry, where it is a copy; null where it is this device's. */
  copyOf: string | null
  /** Number of its last entry; undefined before the first. */
  lastNumber: number | undefined
  publicKey: ArchiveSigner['publicKey'] | null
  /** Numbers of the entries of some days; undefined when there are none. */
  numbersOfDays: (from: string, to: string) => Promise<Range | undefined>
  /** Entries behind a number, oldest first, at most `limit`. */
  recordsAfter: (after: number, limit: number) => Promise<ArchivedRecord[]>
  /** The opening, whose key signs every entry, and every purge, the only legitimate cause of a gap. */
  readContext: () => Promise<ArchivedRecord[]>
  /** What an archive says of the copy that it was made from. */
  copy: ArchivedCopy | null
}

/** A journal of this device, by its till code. */
export async function ownJournal(context: TillContext, till: string): Promise<ArchivedJournal> {
  const { tillDb } = context
  const signed = async (entry: JournalEntry): Promise<ArchivedRecord> => {
    const kept = await readSignature(tillDb, till, entry.number)
    return { entry, signature: kept?.signature ?? null }
  }
  return {
    till,
    copyOf: null,
    copy: null,
    lastNumber: (await readHead(tillDb, till))?.number,
    publicKey: await readPublicKey(context, till),
    numbersOfDays: (from, to) => readNumbersOfDays(tillDb, till, from, to),
    async recordsAfter(after, limit) {
      const entries = await readEntriesAfter(tillDb, till, after, limit)
      const last = entries.at(-1)?.number ?? after
      const kept = await readSignaturesAfter(tillDb, till, after, last)
      const signatures = new Map(kept.map(one => [one.number, one.signature]))
      return entries.map(entry => ({ entry, signature: signatures.get(entry.number) ?? null }))
    },
    async readContext() {
      const opening = await readEntry(tillDb, till, 1)
      const purges = await readPurgeTraces(tillDb, till)
      return Promise.all([...(opening ? [opening] : []), ...purges].map(signed))
    },
  }
}
