import { Dexie } from 'dexie'
import { indexRowsOf } from './copyIndex'
import type { OthersDatabase } from './othersDatabase'
import type { EntryRecord } from '@/core/sharing/blockContent'
import { CHUNK_ENTRIES, chunkOf, packChunk, unpackChunk } from '@/core/sharing/copyChunk'

/**
 * Adds checked entries to copies; runs that are whole are packed. Must be called inside a
 * transaction of `copyEntries`, `copyChunks`, `copyMarks` and `copyReferences`.
 */
export async function keepEntries(
  db: OthersDatabase,
  records: readonly EntryRecord[],
): Promise<void> {
  for (const run of runsOf(records)) {
    const [one] = run
    const { journal } = one
    const first = chunkOf(one.entry.number)
    // What is packed was checked when it came, and is never written again.
    if (await db.copyChunks.get([journal, first])) continue
    await db.copyEntries.bulkPut(
      run.map(record => ({ journal, number: record.entry.number, record })),
    )
    const { marks, references } = indexRowsOf(run)
    await db.copyMarks.bulkPut(marks)
    await db.copyReferences.bulkPut(references)
    await packWhole(db, journal, first)
  }
}

/** Entries by the run that they belong to. */
function runsOf(records: readonly EntryRecord[]): [EntryRecord, ...EntryRecord[]][] {
  const runs = new Map<string, [EntryRecord, ...EntryRecord[]]>()
  for (const record of records) {
    const key = `${record.journal}/${chunkOf(record.entry.number)}`
    const run = runs.get(key)
    if (run) run.push(record)
    else runs.set(key, [record])
  }
  return [...runs.values()]
}

async function packWhole(db: OthersDatabase, journal: string, first: number): Promise<void> {
  const last = first + CHUNK_ENTRIES - 1
  const run = db.copyEntries
    .where('[journal+number]')
    .between([journal, first], [journal, last], true, true)
  if ((await run.count()) < CHUNK_ENTRIES) return
  const records = (await run.toArray()).map(({ record }) => record)
  const days = records.map(({ entry }) => entry.day).toSorted()
  const [firstDay = '', lastDay = ''] = [days[0], days.at(-1)]
  await db.copyChunks.put({ journal, first, last, firstDay, lastDay, packed: packChunk(records) })
  await run.delete()
}

/** Entries of a copy, oldest first, from a number on, at most `limit`. */
export async function readCopy(
  db: OthersDatabase,
  journal: string,
  from = 1,
  limit = Infinity,
): Promise<EntryRecord[]> {
  return db.transaction('r', db.copyChunks, db.copyEntries, async () => {
    const found: EntryRecord[] = []
    const wanted = ({ entry }: EntryRecord) => entry.number >= from
    for (let first = chunkOf(from); found.length < limit; first += CHUNK_ENTRIES) {
      const chunk = await db.copyChunks.get([journal, first])
      if (!chunk) break
      found.push(...unpackChunk(chunk.packed).filter(wanted))
    }
    if (found.length < limit) {
      const after = found.at(-1)?.entry.number ?? from - 1
      const rest = await db.copyEntries
        .where('[journal+number]')
        .between([journal, after], [journal, Dexie.maxKey], false)
        .toArray()
      found.push(...rest.map(({ record }) => record))
    }
    return found.slice(0, limit)
  })
}

/** Entries of a copy by their numbers, in that order, those that are held; each packed run is unpacked once. */
export async function readCopiedMany(
  db: OthersDatabase,
  journal: string,
  numbers: readonly number[],
): Promise<EntryRecord[]> {
  return db.transaction('r', db.copyChunks, db.copyEntries, async () => {
    const held = new Map<number, EntryRecord>()
    for (const first of new Set(numbers.map(chunkOf))) {
      const wanted = numbers.filter(number => chunkOf(number) === first)
      const chunk = await db.copyChunks.get([journal, first])
      const records = chunk
        ? unpackChunk(chunk.packed)
        : (await db.copyEntries.bulkGet(wanted.map(one => [journal, one]))).flatMap(
            kept => kept?.record ?? [],
          )
      for (const record of records) held.set(record.entry.number, record)
    }
    return numbers.flatMap(number => held.get(number) ?? [])
  })
}

/** One entry of a copy; undefined where it is not held. */
export async function readCopied(
  db: OthersDatabase,
  journal: string,
  number: number,
): Promise<EntryRecord | undefined> {
  const loose = await db.copyEntries.get([journal, number])
  if (loose) return loose.record
  const chunk = await db.copyChunks.get([journal, chunkOf(number)])
  return chunk && unpackChunk(chunk.packed).find(({ entry }) => entry.number === number)
}
