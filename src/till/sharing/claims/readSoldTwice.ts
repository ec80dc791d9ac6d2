import { readCopies, type Copies } from '@/till/sharing/copies/listOtherTills'
import { readGroup } from '@/till/sharing/group'
import type { TillContext } from '@/till/context'
import { dayPlus } from '@/core/days'
import { isSale, type JournalEntry } from '@/core/journal/journal'
import {
  doubtfulTickets,
  isTicketMoved,
  SHOWN_DAYS,
  soldTwice,
  type DoubtfulTicket,
  type EntryOfDevice,
  type SoldTwice,
} from '@/core/sharing/claims/soldTwice'
import type { ShopSale } from '@/core/sharing/shopSales'
import { openCopy, readMarked, readRun } from '@/storage/sharing/readCopies'
import { readEntriesOfDays } from '@/storage/reports/figures'

/**
 * Tickets of the last days that two tills of the shop sold, as far as their journals are here; none
 * where this device is alone. Journals are read through only where a ticket is in doubt.
 */
export async function readSoldTwice(context: TillContext): Promise<SoldTwice[]> {
  const group = await readGroup(context)
  if (!group) return []
  const found = await readCopies(context, async copies => {
    const from = dayPlus(context.now().day, -SHOWN_DAYS)
    const moves = await readMoves(context, copies, group.keys.device, from)
    const doubtful = doubtfulTickets(moves)
    return doubtful.length === 0 ? [] : soldTwice(await readSalesOf(context, copies, doubtful))
  })
  return found ?? []
}

async function readMoves(
  context: TillContext,
  { others, tills }: Copies,
  own: string,
  from: string,
): Promise<EntryOfDevice[]> {
  const moves: EntryOfDevice[] = []
  const add = (device: string, entries: readonly JournalEntry[]) =>
    moves.push(
      ...entries
        .filter(entry => entry.day >= from && isTicketMoved(entry))
        .map(entry => ({ device, entry })),
    )
  for await (const some of readEntriesOfDays(context.tillDb, { from, to: LAST_DAY })) add(own, some)
  for (const { device, parts } of tills) {
    for (const part of parts) add(device, await readMarked(others, part, 'ticket-moved'))
  }
  return moves
}
/** A clock that is ahead seals days to come. */
const LAST_DAY = '9999-12-31'

async function readSalesOf(
  { tillDb }: TillContext,
  { others, tills }: Copies,
  doubtful: readonly DoubtfulTicket[],
): Promise<ShopSale[]> {
  const ids = new Set(doubtful.map(({ ticketId }) => ticketId))
  const [sinceDay = ''] = doubtful.map(one => one.sinceDay).toSorted()
  const sales: ShopSale[] = []
  const take = (entries: readonly JournalEntry[], journal: string | null) => {
    for (const sale of entries.filter(isSale)) {
      if (ids.has(sale.eventId)) sales.push({ sale, journal })
    }
  }
  take(
    await tillDb.journal
      .where('eventId')
      .anyOf([...ids])
      .toArray(),
    null,
  )
  for (const part of tills.flatMap(({ parts }) => parts)) {
    const copy = await openCopy(others, part)
    for (const { first } of copy.runs.filter(({ lastDay }) => lastDay >= sinceDay)) {
      take(await readRun(others, copy, first), part.journal)
    }
    take(copy.loose, part.journal)
  }
  return sales
}
