import { headAt, extendHead } from './heads'
import { readLastEntry } from './journal'
import { isBarredByInspection, refuseInspected } from './refusals'
import { assert } from '@/core/assert'
import type { DocumentNumberV1 } from '@/core/journal/events/saleV1'
import type { JournalOpenedV1 } from '@/core/journal/events/v1'
import {
  sealEvent,
  type EntryOf,
  type JournalEntry,
  type JournalEvent,
  type UnsealedEvent,
} from '@/core/journal/journal'
import type { TillDatabase, TillKey } from '@/storage/databases'

/** When, where and under which id something is sealed. */
export type Stamp = Omit<UnsealedEvent, 'event'>
export type Unsealed<Event> = Stamp & { event: Event }

/** Makes an event, with the next number of each series it asks for. */
export type EventWith<Event> = (
  nextOf: (series: string) => DocumentNumberV1,
) => Event | Promise<Event>

/** The same ticket was sealed before with other lines, in another tab: nothing was written. */
/** The journal as it is now forbids it: nothing was written. */
/** Why nothing was sealed: the journal forbids it, or the disk refused. Anything else is thrown. */
/** Whether nothing was sealed because the books are being inspected. */
/** Tables that sealing an event reads or writes: any transaction that seals has them. */
export const sealingTables = (db: TillDatabase) => [db.journal, db.heads, db.settings]

/**
 * Opens a journal with its first entry and the key that signs it, in one transaction.
 * A journal already open is left as it is, so that two tabs open it once.
 */
export function openJournal(
  db: TillDatabase,
  unsealed: Unsealed<JournalOpenedV1>,
  key: TillKey | null,
): Promise<void> {
  return db.transaction('rw', db.journal, db.heads, db.keys, async () => {
    if (await readLastEntry(db, unsealed.till)) return
    const entry = sealEvent(undefined, unsealed)
    await db.journal.add(entry)
    await db.heads.put(extendHead(undefined, entry))
    if (key) await db.keys.add(key)
  })
}

/**
 * Seals any other event behind the last entry, in one strict transaction; resolves once it is
 * on disk. `eventWith` is given the next number of each series it asks for; it may read the
 * journal, as it is at that moment, and await nothing else. What it throws writes nothing. An
 * event already sealed under that id is returned as it was.
 */
export function appendEvent<Event extends JournalEvent>(
  db: TillDatabase,
  stamp: Stamp,
  eventWith: EventWith<Event>,
): Promise<JournalEntry> {
  return db.transaction('rw', sealingTables(db), async () => {
    const sealed = await db.journal.get({ eventId: stamp.eventId })
    return sealed ?? append(db, stamp, eventWith)
  })
}

/** Numbers, seals and adds; to be called inside a transaction on `sealingTables`. */
export async function append<Event extends JournalEvent>(
  db: TillDatabase,
  { till, eventId, at, day, training }: Stamp,
  eventWith: EventWith<Event>,
): Promise<EntryOf<Event>> {
  const last = await readLastEntry(db, till)
  assert(last !== undefined, 'a journal is opened before the first sale')
  const head = await headAt(db, last)
  const event = await eventWith(series => ({ series, number: (head.counters[series] ?? 0) + 1 }))
  if (isBarredByInspection(event.kind)) await refuseInspected(db)
  const entry = { ...sealEvent(last, { till, eventId, at, day, training, event }), event }
  await db.journal.add(entry) // add, never put: an entry is never replaced
  await db.heads.put(extendHead(head, entry))
  return entry
}
