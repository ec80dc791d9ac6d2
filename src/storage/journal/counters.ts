import { Dexie } from 'dexie'
import { readPurges } from './purgeTraces'
import { purgedCounters } from '@/core/journal/purge'
import { seriesOfTill } from '@/core/journal/series'
import type { JournalHead, TillDatabase } from '@/storage/databases'

type Counters = JournalHead['counters']

/**
 * Whether the last numbers of documents noted in a head are those of the journal, so that no number
 * is given twice and none is left out. `known` is the same head as this page made it, if it did;
 * else the journal is read.
 */
export async function hasCountersOf(
  db: TillDatabase,
  { till, counters }: JournalHead,
  known?: JournalHead,
): Promise<boolean> {
  if (known) return isSame(counters, known.counters)
  const held = await readCounters(db, till)
  return isSame(counters, held) || isSame(counters, await withPurged(db, till, held))
}

/** The last number of each series in a journal. */
async function readCounters(db: TillDatabase, tillCode: string): Promise<Counters> {
  const found = await Promise.all(
    seriesOfTill(tillCode).map(series =>
      db.journal
        .where('[event.document.series+event.document.number]')
        .between([series, Dexie.minKey], [series, Dexie.maxKey])
        .last(),
    ),
  )
  const documents = found.flatMap(entry =>
    entry && 'document' in entry.event ? [entry.event.document] : [],
  )
  return Object.fromEntries(documents.map(({ series, number }) => [series, number]))
}

/** A purge may have taken the last document of a series: its trace holds the number. */
async function withPurged(db: TillDatabase, tillCode: string, held: Counters): Promise<Counters> {
  const counters = { ...held }
  for (const purge of await readPurges(db, tillCode)) {
    for (const [series, number] of Object.entries(purgedCounters(purge))) {
      counters[series] = Math.max(counters[series] ?? 0, number)
    }
  }
  return counters
}

function isSame(one: Counters, other: Counters): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every(series => (one[series] ?? 0) === (other[series] ?? 0))
}
