import { Dexie } from 'dexie'
import { appendEvent, type Stamp } from './append'
import { refuseInspected } from './refusals'
import type { JournalHead, TillDatabase } from '@/storage/databases'
import { readEntriesAfter } from './journal'
import { tablesOfAct, takeRight } from '@/storage/people/approvals'
import { assert } from '@/core/assert'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { JournalEntry } from '@/core/journal/journal'
import { isNeverPurged, purgeOf, type Purge } from '@/core/journal/purge'

const AT_ONCE = 500

/** The stored head of a journal. */
export function readHead(db: TillDatabase, tillCode: string): Promise<JournalHead | undefined> {
  return db.heads.get(tillCode)
}

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

/**
 * Deletes the entries of a range with their signatures and seals the trace of the purge, in one
 * strict transaction: either both are on disk or neither is. Closings and traces of purges stay.
 * Throws, and changes nothing, when the range is not what was archived, was purged already, or
 * during an inspection, or without an owner's PIN typed for this very purge.
 */
export function purgeEntries(
  db: TillDatabase,
  stamp: Stamp,
  { firstEntry, lastEntry, lastSeal, keptCount }: Purge,
  trace: TraceV1,
): Promise<void> {
  const act = { user: trace.user, permission: 'purge', about: { firstEntry, lastEntry } } as const
  return db.transaction('rw', tablesOfAct(db), async () => {
    await refuseInspected(db)
    await takeRight(db, { ...act, isProven: true })
    const last = await db.journal.get([stamp.till, lastEntry])
    const held = await db.journal
      .where('[till+number]')
      .between([stamp.till, firstEntry], [stamp.till, lastEntry], true, true)
      .count()
    assert(last?.seal === lastSeal, 'the purged range is the archived range')
    assert(held > keptCount, 'a range is purged only once')
    await appendEvent(db, stamp, () => trace)
    let after = firstEntry - 1
    while (after < lastEntry) {
      const limit = Math.min(AT_ONCE, lastEntry - after)
      const entries = await readEntriesAfter(db, stamp.till, after, limit)
      const range = entries.filter(({ number }) => number <= lastEntry)
      after = range.at(-1)?.number ?? lastEntry
      const gone = range
        .filter(entry => !isNeverPurged(entry))
        .map(({ till, number }): [string, number] => [till, number])
      await db.journal.bulkDelete(gone)
      await db.signatures.bulkDelete(gone)
    }
  })
}
