import type { Transaction } from 'dexie'
import type { CopiedEntry, CopyChunk, CopyMark, CopyReferences } from './copyRows'
import { referenceKey } from '@/core/journal/entryReference'
import type { EntryRecord } from '@/core/sharing/blockContent'
import { isSale } from '@/core/journal/journal'
import { salesNamedBy } from '@/core/sharing/claims/aboutSales'
import { settledCents } from '@/core/payment/debt'
import { unpackChunk } from '@/core/sharing/copyChunk'
import { marksOf, type MarkKind } from '@/core/sharing/copyMark'

/** What an entry of a copy is found by. */
export interface IndexRows {
  marks: CopyMark[]
  references: CopyReferences[]
}

/** What entries of copies are found by, without reading through the copies. */
export function indexRowsOf(records: readonly EntryRecord[]): IndexRows {
  return { marks: records.flatMap(marksIn), references: records.flatMap(referencesIn) }
}

function marksIn({ journal, entry }: EntryRecord): CopyMark[] {
  const { number, till, eventId, at } = entry
  const dueOf = (kind: MarkKind) =>
    kind === 'left-due' && isSale(entry) ? { dueCents: entry.event.dueCents } : {}
  return marksOf(entry).map(kind => {
    return { journal, kind, number, till, eventId, at, ...dueOf(kind) }
  })
}

function referencesIn({ journal, entry }: EntryRecord): CopyReferences[] {
  const sales = salesNamedBy(entry).map(referenceKey)
  if (sales.length === 0) return []
  const { number, day } = entry
  return [{ journal, number, day, sales, settledCents: settledCents(entry) }]
}

/** Indexes all that an earlier version of the till kept, a packed run at a time. */
export async function indexAgain(transaction: Transaction): Promise<void> {
  const chunks = transaction.table<CopyChunk, [string, number]>('copyChunks')
  for (const key of await chunks.toCollection().primaryKeys()) {
    const chunk = await chunks.get(key)
    if (chunk) await putIndex(transaction, unpackChunk(chunk.packed))
  }
  const loose = await transaction.table<CopiedEntry, [string, number]>('copyEntries').toArray()
  await putIndex(
    transaction,
    loose.map(({ record }) => record),
  )
}

async function putIndex(transaction: Transaction, records: readonly EntryRecord[]): Promise<void> {
  const { marks, references } = indexRowsOf(records)
  await transaction.table<CopyMark>('copyMarks').bulkPut(marks)
  await transaction.table<CopyReferences>('copyReferences').bulkPut(references)
}
