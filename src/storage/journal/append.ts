import { headAt, extendHead } from './heads'
import { readLastEntry } from './journal'
import { isBarredByInspection, refuseInspected } from './refusals'
import { assert } from '@/core/assert'
import { withSoundTexts } from '@/core/text'
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

/** When, where and under which id an event is sealed. */
export type Stamp = Omit<UnsealedEvent, 'event'>
export type Unsealed<Event> = Stamp & { event: Event }

/** Makes an event; `nextOf` gives the next document number of a series. */
export type EventWith<Event> = (
  nextOf: (series: string) => DocumentNumberV1,
) => Event | Promise<Event>

/** Tables that sealing an event reads or writes; every transaction that seals must include them. */
export const sealingTables = (db: TillDatabase) => [db.journal, db.heads, db.settings]

/**
 * Opens a journal with its first entry and the key that signs it, in one transaction. A journal
 * that is already open stays as it is, so that two tabs open it only once.
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
 * Seals an event as the next entry, in one strict transaction; resolves once it is on disk. An
 * event already sealed under the same id is returned as it was sealed.
 *
 * `eventWith` gets the next number of each series it asks for. It may read the journal as it is at
 * that moment, and must await nothing else. If it throws, nothing is written.
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

/**
 * Numbers, seals and stores an event; must be called inside a transaction on `sealingTables`.
 * Throws RefusedByJournal when an inspection forbids this kind of event.
 */
export async function append<Event extends JournalEvent>(
  db: TillDatabase,
  { till, eventId, at, day, training }: Stamp,
  eventWith: EventWith<Event>,
): Promise<EntryOf<Event>> {
  const last = await readLastEntry(db, till)
  assert(last !== undefined, 'a journal is opened before the first sale')
  const head = await headAt(db, last)
  const made = await eventWith(series => ({ series, number: (head.counters[series] ?? 0) + 1 }))
  // Only well-formed texts can be sealed.
  const event = withSoundTexts(made)
  if (isBarredByInspection(event.kind)) await refuseInspected(db)
  const entry = { ...sealEvent(last, { till, eventId, at, day, training, event }), event }
  await db.journal.add(entry) // add, never put: an entry is never replaced
  await db.heads.put(extendHead(head, entry))
  return entry
}
