import { readCopiedMany } from './copies'
import type { OthersDatabase } from './othersDatabase'
import { referenceKey } from '@/core/journal/entryReference'
import type { EntryRecord } from '@/core/sharing/blockContent'

/** Entries of copies that give back, pay or invoice one of these sales (`referenceKey`), each once. */
export async function readNaming(
  db: OthersDatabase,
  sales: readonly string[],
): Promise<EntryRecord[]> {
  const found = await db.copyReferences
    .where('sales')
    .anyOf([...sales])
    .distinct()
    .toArray()
  const records: EntryRecord[] = []
  for (const journal of new Set(found.map(one => one.journal))) {
    const numbers = found.filter(one => one.journal === journal).map(({ number }) => number)
    records.push(...(await readCopiedMany(db, journal, numbers)))
  }
  return records
}

/** The sales (`referenceKey`) that entries of copies name from a business day on. */
export async function readNamedSince(db: OthersDatabase, day: string): Promise<Set<string>> {
  const found = await db.copyReferences.where('day').aboveOrEqual(day).toArray()
  return new Set(found.flatMap(({ sales }) => sales))
}

/** Which of these sales (`referenceKey`) any entry of a copy names. */
export async function whichAreNamed(
  db: OthersDatabase,
  sales: readonly string[],
): Promise<readonly string[]> {
  const keys = await db.copyReferences
    .where('sales')
    .anyOf([...sales])
    .uniqueKeys()
  return keys as unknown as string[]
}

/** A sale of a copy that left something due, as its copy's index has it. */
export interface LeftDue {
  journal: string
  number: number
  till: string
  dueCents: number
}

/** Sales of copies that left something due, and what entries of copies took off it since. */
export function readLeftDue(db: OthersDatabase): Promise<LeftDue[]> {
  return db.transaction('r', db.copyMarks, db.copyReferences, async () => {
    const marks = await db.copyMarks.where('kind').equals('left-due').toArray()
    const keys = marks.map(referenceKey)
    const naming = await db.copyReferences.where('sales').anyOf(keys).distinct().toArray()
    const settledOf = new Map<string, number>()
    for (const { sales, settledCents } of naming) {
      for (const sale of sales) settledOf.set(sale, (settledOf.get(sale) ?? 0) + settledCents)
    }
    return marks.map(mark => {
      const { journal, number, till, dueCents = 0 } = mark
      const settledCents = settledOf.get(referenceKey(mark)) ?? 0
      return { journal, number, till, dueCents: dueCents - settledCents }
    })
  })
}
