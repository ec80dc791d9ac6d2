import { aMemoryCopy, type MemoryCopy } from './memoryCopy'
import { anOpenDevice, honey, sell, ticketOf } from './backup'
import { beginCopying, copyJournals } from '@/till/journal/copyJournals'
import { compareCopies, type CopyFinding } from '@/till/journal/compareCopies'
import { readCopyEnds } from '@/till/journal/readCopies'
import type { TillContext } from '@/till/context'
import type { KeptHead } from '@/till/journal/keptHeads'
import { unpackRecord } from '@/core/journal/copyRecords'
import { listCopies, readCopy } from '@/till/journal/readCopies'

/** A till that sold so many times, and its copy. */
export async function aCopiedTill(sales = 3): Promise<{ till: TillContext; copy: MemoryCopy }> {
  const till = await anOpenDevice()
  const copy = aMemoryCopy()
  for (let sold = 0; sold < sales; sold += 1) await sell(till, ticketOf([honey]))
  await copyAll(till, copy)
  return { till, copy }
}

/** Copies what the till holds beyond its copy, as a worker that just started does. */
export async function copyAll(till: TillContext, copy: MemoryCopy): Promise<void> {
  await copyJournals(till, copy, await beginCopying(copy))
}

export async function findingsOf(
  till: TillContext,
  copy: MemoryCopy,
  heads: readonly KeptHead[] = [],
): Promise<CopyFinding[]> {
  return compareCopies(till, copy, await readCopyEnds(copy), heads)
}

/** Numbers of the entries in the copy of a letter, as they follow in its files. */
export async function numbersIn(copy: MemoryCopy, till = 'A'): Promise<number[]> {
  const numbers: number[] = []
  for (const journal of await listCopies(copy)) {
    if (journal.till !== till) continue
    for await (const { records } of readCopy(copy, journal)) {
      numbers.push(...records.flatMap(record => unpackRecord(record)?.entry.number ?? []))
    }
  }
  return numbers
}

/** Takes the last entries out of the database alone, as whoever holds the device can. */
export async function dropLast(till: TillContext, from: number): Promise<void> {
  const { journal, signatures, heads } = till.tillDb
  const gone = await journal
    .where('[till+number]')
    .aboveOrEqual([till.tillCode, from])
    .primaryKeys()
  const keys = gone.filter(([code]) => code === till.tillCode)
  await journal.bulkDelete(keys)
  await signatures.bulkDelete(keys)
  const last = await journal.get([till.tillCode, from - 1])
  const head = await heads.get(till.tillCode)
  if (last && head) await heads.put({ ...head, number: last.number, seal: last.seal })
}
