import type { TillContext } from '@/till/context'
import { readEntry, readLastNumber } from '@/storage/journal/journal'
import { readCarried } from '@/storage/journal/tillCodes'

/** Perpetual totals at the end of a till's journal, with what was never closed. */
export async function readTotals({ tillDb, tillCode }: TillContext) {
  const opening = await readEntry(tillDb, tillCode, 1)
  if (!opening) throw new Error('the till is open')
  return (await readCarried(tillDb, opening, await readLastNumber(tillDb, tillCode))).perpetual
}
