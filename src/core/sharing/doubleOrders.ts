import type { EntryReference } from '@/core/journal/entryReference'

/** An online order, or a refund of one, as a journal records it. */
export interface OrderRecord extends EntryReference {
  /** The same for the same order in every journal (`orderEventId`). */
  eventId: string
  /** The seal of the journal's first entry. */
  journal: string
  /** ISO 8601. */
  at: string
}

/** An online order that several tills recorded by mistake. */
export interface DoubleOrder {
  eventId: string
  /** The record that is counted when tills are summed: the first one. */
  counted: OrderRecord
  /** The others: sealed, in the totals of their own tills, and counted in no sum of several tills. */
  left: readonly OrderRecord[]
}

/** A record that was left out of a sum of several tills, for a person. */
export interface UncountedOrder {
  /** The order's reference in the shop. */
  reference: string
  day: string
  counted: EntryReference
  left: EntryReference
}

/**
 * Online orders that are in several journals. Which one counts is the same on every device, whatever
 * order the copies came in.
 */
export function doubleOrders(recorded: readonly OrderRecord[]): DoubleOrder[] {
  const byOrder = new Map<string, Map<string, OrderRecord>>()
  for (const one of recorded) {
    const inJournals = byOrder.get(one.eventId) ?? new Map<string, OrderRecord>()
    inJournals.set(one.journal, one)
    byOrder.set(one.eventId, inJournals)
  }
  return [...byOrder]
    .flatMap(([eventId, inJournals]) => {
      const [counted, ...left] = [...inJournals.values()].toSorted(bySealing)
      return counted && left.length > 0 ? { eventId, counted, left } : []
    })
    .toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1))
}

const bySealing = (a: OrderRecord, b: OrderRecord) =>
  Date.parse(a.at) - Date.parse(b.at) || (a.journal < b.journal ? -1 : 1)
