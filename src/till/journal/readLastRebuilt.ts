import type { TillContext } from '@/till/context'
import { readEntriesOfKind, readTillCodes } from '@/storage/journal/journal'

/** What came back from the copy, as its trace tells it. */
export interface SealedRebuilt {
  at: string
  entries: number
  sales: number
  totalCents: number
  /** Whether closings count it; else the till had sold under its own letter already. */
  isCounted: boolean
}

/** The last time that entries came back from the copy; null where none ever did. */
export async function readLastRebuilt(context: TillContext): Promise<SealedRebuilt | null> {
  for (const till of await readTillCodes(context.tillDb, context.tillCode)) {
    const traces = await readEntriesOfKind(context.tillDb, till, 'trace')
    for (const { at, event } of traces.toReversed()) {
      if (event.kind !== 'trace' || event.what !== 'journal-rebuilt') continue
      const { entries, sales, totalCents, counted } = event.detail
      return {
        at,
        entries: Number(entries),
        sales: Number(sales),
        totalCents: Number(totalCents),
        isCounted: counted === true,
      }
    }
  }
  return null
}
