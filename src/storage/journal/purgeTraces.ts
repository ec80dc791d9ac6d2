import { Dexie } from 'dexie'
import type { TillDatabase } from '@/storage/databases'
import type { JournalEntry } from '@/core/journal/journal'
import { purgeOf, type Purge } from '@/core/journal/purge'

/** Traces of purges, oldest first. */
export function readPurgeTraces(db: TillDatabase, tillCode: string): Promise<JournalEntry[]> {
  return db.journal
    .where('[till+event.kind+number]')
    .between([tillCode, 'trace', Dexie.minKey], [tillCode, 'trace', Dexie.maxKey])
    .filter(entry => purgeOf(entry) !== undefined)
    .toArray()
}

/** Purges recorded in a journal, oldest first. */
export async function readPurges(db: TillDatabase, tillCode: string): Promise<Purge[]> {
  return (await readPurgeTraces(db, tillCode)).flatMap(entry => purgeOf(entry) ?? [])
}
