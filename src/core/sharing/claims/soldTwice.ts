import type { JournalEntry } from '@/core/journal/journal'
import { byTime } from '@/core/journal/timeOrder'
import type { ShopSale } from '@/core/sharing/shopSales'

/** What two tills did at once is shown for so many days after it happened. */
export const SHOWN_DAYS = 30

/** An entry of one of the shop's journals, and the device whose journal it is. */
export interface EntryOfDevice {
  device: string
  entry: JournalEntry
}

/** A ticket that may have been sold on two tills. */
export interface DoubtfulTicket {
  ticketId: string
  /** No till sold it before this business day. */
  sinceDay: string
}

/** A ticket that two tills sold: one of the customers may have paid for nothing. */
export interface SoldTwice {
  ticketId: string
  /** The same ticket in each journal, the first sale first. */
  sales: readonly ShopSale[]
}

/** Whether an entry traces that a ticket came from another till, or went to one. */
export const isTicketMoved = ({ training, event }: JournalEntry): boolean =>
  !training && event.kind === 'trace' && event.what === 'ticket-moved'

/**
 * Tickets that came to a till and did not leave the other one, as far as its journal says: those are
 * looked for in all journals. `moves` are entries by `isTicketMoved`.
 */
export function doubtfulTickets(moves: readonly EntryOfDevice[]): DoubtfulTicket[] {
  const left = new Map<string, number>()
  const doubtful = new Map<string, string>()
  const arrivals: { key: string; ticketId: string; day: string }[] = []
  for (const { device, entry } of moves) {
    if (entry.event.kind !== 'trace') continue
    const { ticketId, from, parkedAt } = entry.event.detail
    if (typeof ticketId !== 'string') continue
    if (typeof from !== 'string') {
      const key = `${device} ${ticketId}`
      left.set(key, (left.get(key) ?? 0) + 1)
      continue
    }
    const parkedDay = typeof parkedAt === 'string' ? parkedAt.slice(0, 10) : entry.day
    const day = parkedDay < entry.day ? parkedDay : entry.day
    arrivals.push({ key: `${from} ${ticketId}`, ticketId, day })
  }
  for (const { key, ticketId, day } of arrivals) {
    const came = arrivals.filter(one => one.key === key).length
    if (came <= (left.get(key) ?? 0)) continue
    const before = doubtful.get(ticketId)
    doubtful.set(ticketId, before !== undefined && before < day ? before : day)
  }
  return [...doubtful].map(([ticketId, sinceDay]) => ({ ticketId, sinceDay }))
}

/** The tickets that several journals sold, the latest first. */
export function soldTwice(sales: readonly ShopSale[]): SoldTwice[] {
  const byTicket = new Map<string, Map<string, ShopSale>>()
  for (const one of sales) {
    const { eventId, seal } = one.sale
    const ofTicket = byTicket.get(eventId) ?? new Map<string, ShopSale>()
    byTicket.set(eventId, ofTicket.set(seal, one))
  }
  return [...byTicket]
    .filter(([, ofTicket]) => ofTicket.size > 1)
    .map(([ticketId, ofTicket]) => {
      return { ticketId, sales: [...ofTicket.values()].toSorted((a, b) => byTime(a.sale, b.sale)) }
    })
    .toSorted(({ sales: [a] }, { sales: [b] }) => (a && b ? byTime(b.sale, a.sale) : 0))
}
