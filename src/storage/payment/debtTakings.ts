import {
  appendEvent,
  sealingTables,
  type EventWith,
  type Stamp,
  type Unsealed,
} from '@/storage/journal/append'
import type { TillDatabase } from '@/storage/databases'
import { keepSetting, readSetting, type Settings } from '@/storage/settings/settings'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { JournalEntry, JournalEvent } from '@/core/journal/journal'
import type { Tender } from '@/core/payment/tender'

/** Makes the traces of tenders that were taken before and are no longer there. */
type TracesOf = (before: readonly Tender[]) => Unsealed<TraceV1>[]

/** Tenders taken for payments of debts that are not sealed yet, by event id of the sale. */
export async function readTakings(db: TillDatabase): Promise<Settings['debtTakings']> {
  return (await readSetting(db, 'debtTakings')) ?? {}
}

/** Stores the tenders taken for a debt, with the traces of removed ones, in one transaction. */
export function keepTaking(
  db: TillDatabase,
  saleId: string,
  taken: readonly Tender[],
  tracesOf: TracesOf,
): Promise<void> {
  return db.transaction('rw', sealingTables(db), async () => {
    const { [saleId]: before = [], ...others } = await readTakings(db)
    for (const { event, ...stamp } of tracesOf(before)) await appendEvent(db, stamp, () => event)
    if (before.length === 0 && taken.length === 0) return
    const next = taken.length > 0 ? { ...others, [saleId]: taken } : others
    await keepSetting(db, 'debtTakings', next)
  })
}

/**
 * Seals a payment as `appendEvent` does, and deletes its stored tenders in the same transaction.
 */
export function appendPayment<Event extends JournalEvent>(
  db: TillDatabase,
  stamp: Stamp,
  saleId: string,
  eventWith: EventWith<Event>,
  tracesOf: TracesOf,
): Promise<JournalEntry> {
  return db.transaction('rw', sealingTables(db), async () => {
    const entry = await appendEvent(db, stamp, eventWith)
    await keepTaking(db, saleId, [], tracesOf)
    return entry
  })
}
