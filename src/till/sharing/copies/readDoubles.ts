import type { Copies } from './listOtherTills'
import type { TillContext } from '@/till/context'
import { doubleOrders, type DoubleOrder } from '@/core/sharing/doubleOrders'
import { readEntriesWithIds } from '@/storage/journal/journal'
import { readMarksOf } from '@/storage/sharing/readCopies'

/** How ids of online orders begin (`orderEventId`). */
const WEB = 'web:'

/** Online orders that several of all tills recorded. */
export async function readDoubles(
  { tillDb }: TillContext,
  { others, own, tills }: Copies,
): Promise<DoubleOrder[]> {
  const parts = tills.flatMap(till => till.parts)
  const copied = (await readMarksOf(others, 'web-order')).filter(({ journal, number }) =>
    parts.some(part => part.journal === journal && number > part.after && number <= part.upTo),
  )
  const eventIds = new Set(copied.map(({ eventId }) => eventId))
  const here = await readEntriesWithIds(tillDb, WEB, eventIds)
  const ownRecorded = here.map(({ eventId, till, number, at }) => {
    const journal = own.find(one => one.till === till)?.journal ?? ''
    return { eventId, till, number, at, journal }
  })
  return doubleOrders([...ownRecorded, ...copied])
}
