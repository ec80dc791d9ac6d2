import type { TillBooks } from './tillBooks'
import { listClosings } from '@/till/closing/listClosings'
import type { TillContext } from '@/till/context'
import { readLastClosing } from '@/storage/closing/closings'
import { readEntriesBetween, readEntriesOfDays } from '@/storage/reports/figures'
import { readEntriesOfKind, readTillCodes } from '@/storage/journal/journal'

/** The books of this till, its earlier till codes included. */
export async function readOwnBooks(context: TillContext): Promise<TillBooks> {
  const { tillDb, tillCode } = context
  const closings = (await listClosings(context, 'day', Infinity)).reverse()
  const lastClosed = (await readLastClosing(tillDb, tillCode, 'day'))?.event.lastEntry ?? 0
  return {
    closings,
    readRange: range => readEntriesBetween(tillDb, range.till, range.firstEntry, range.lastEntry),
    async readCash() {
      const tillCodes = await readTillCodes(tillDb, tillCode)
      const reads = tillCodes.flatMap(one =>
        (['drawer-opened', 'cash-counted'] as const).map(kind =>
          readEntriesOfKind(tillDb, one, kind),
        ),
      )
      return (await Promise.all(reads)).flat()
    },
    // Days left open under an earlier till code were closed when this one began.
    async *readUnclosed(days) {
      for await (const entries of readEntriesOfDays(tillDb, days)) {
        yield entries.filter(({ till, number }) => till === tillCode && number > lastClosed)
      }
    },
  }
}
