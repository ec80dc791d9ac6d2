import { clockTraceBefore, clockTraceBy } from './clock'
import { refuseFaulty } from './faultyJournal'
import { faultOfEnd, readEnd } from './findFault'
import { extendHead } from './heads'
import { readLastEntry } from './journal'
import {
  isBarredByInspection,
  refuseInspected,
  refuseLeftTillCode,
  refuseSellingEnded,
} from './refusals'
import { hasCryptography, signInTransaction } from './sealSignatures'
import { assert } from '@/core/assert'
import type { KnownTime } from '@/core/journal/deviceClock'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
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
import type { Moment } from '@/core/moment'
import type { JournalHead, TillDatabase, TillKey } from '@/storage/databases'

/** When, where and under which id an event is sealed. */
export type Stamp = Omit<UnsealedEvent, 'event'> & {
  /** The device's clock, which dates the signature; without it, the event's own time does. */
  now?: () => Moment
  /** A payment that was begun while this device sold: money was given, and is recorded all the same. */
  isPaymentBegun?: boolean
}
export type Unsealed<Event> = Stamp & { event: Event }

/** Makes an event; `nextOf` gives the next document number of a series. */
export type EventWith<Event> = (
  nextOf: (series: string) => DocumentNumberV1,
) => Event | Promise<Event>

/** Tables that sealing an event reads or writes; every transaction that seals must include them. */
export const sealingTables = (db: TillDatabase) => [
  db.journal,
  db.heads,
  db.settings,
  db.signatures,
  db.keys,
]

/** An event sealed longer after its stamp was made, on a page put to sleep, is stamped again. */
const STAMP_LASTS_MS = 60_000

/** The head after the last entry that this page sealed itself, by database and till code. */
const knownHeads = new WeakMap<TillDatabase, Map<string, JournalHead>>()

/**
 * Opens a journal with its first entry and the key that signs it, in one transaction. A journal
 * that is already open stays as it is, so that two tabs open it only once.
 */
export function openJournal(
  db: TillDatabase,
  unsealed: Unsealed<JournalOpenedV1>,
  key: TillKey | null,
): Promise<void> {
  return db.transaction('rw', db.journal, db.heads, db.keys, db.signatures, async () => {
    if (await readLastEntry(db, unsealed.till)) return
    const entry = sealEvent(undefined, unsealed)
    await db.journal.add(entry)
    const head = extendHead(undefined, entry)
    await db.heads.put(head)
    if (key) await db.keys.add(key)
    await sign(db, entry, key ?? undefined, undefined, unsealed)
    note(db, head)
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
 * Numbers, seals, signs and stores an event; must be called inside a transaction on
 * `sealingTables`, which stores all of it or nothing. It is the only way into a journal.
 *
 * @throws FaultyJournal when the journal does not end as the till left it: nothing is ever sealed
 * nor signed over that.
 * @throws RefusedByJournal when an inspection forbids this kind of event.
 */
export async function append<Event extends JournalEvent>(
  db: TillDatabase,
  stale: Stamp,
  eventWith: EventWith<Event>,
): Promise<EntryOf<Event>> {
  const stamp = { ...stale, ...freshMoment(stale) }
  const end = await readSoundEnd(db, stamp.till)
  const trace = await clockTraceBefore(db, end, stamp)
  if (!trace) return sealNext(db, end, stamp, eventWith)
  await sealClock(db, end, stamp, trace)
  return sealNext(db, await readSoundEnd(db, stamp.till), stamp, eventWith)
}

/**
 * Compares the device's clock with its bounds, or with a server's, and seals a trace where it is
 * wrong (R4). Sealing an entry does so by itself: it is called first by an action that sums up the
 * journal. True when it sealed one.
 */
export async function traceClock(
  db: TillDatabase,
  stale: Stamp,
  server?: KnownTime,
): Promise<boolean> {
  const stamp = { ...stale, ...freshMoment(stale) }
  const end = await readSoundEnd(db, stamp.till)
  const trace = server
    ? await clockTraceBy(db, end.last, stamp, server)
    : await clockTraceBefore(db, end, stamp)
  if (trace) await sealClock(db, end, stamp, trace)
  return trace !== null
}

function sealClock(
  db: TillDatabase,
  end: SoundEnd,
  { now }: Stamp,
  { event, ...its }: Unsealed<TraceV1>,
): Promise<JournalEntry> {
  return sealNext(db, end, now ? { ...its, now } : its, () => event)
}

/** The end of a journal that is as the till left it. */
type SoundEnd = Awaited<ReturnType<typeof readSoundEnd>>

async function readSoundEnd(db: TillDatabase, till: string) {
  const end = await readEnd(db, till)
  const known = knownHeads.get(db)?.get(till)
  const fault = await faultOfEnd(db, till, end, known)
  if (fault) refuseFaulty(db, fault)
  const { first, last, head, signed, key } = end
  const isOpen = first !== undefined && last !== undefined && head !== undefined
  assert(isOpen, 'a journal is opened before the first sale')
  return { first, last, head, signed, key }
}

async function sealNext<Event extends JournalEvent>(
  db: TillDatabase,
  { last, head, signed, key }: SoundEnd,
  stamp: Stamp,
  eventWith: EventWith<Event>,
): Promise<EntryOf<Event>> {
  const { till, eventId, at, day, training } = stamp
  const made = await eventWith(series => ({ series, number: (head.counters[series] ?? 0) + 1 }))
  // Only well-formed texts can be sealed.
  const event = withSoundTexts(made)
  if (isBarredByInspection(event.kind)) await refuseInspected(db)
  await refuseLeftTillCode(db, till)
  if (!stamp.isPaymentBegun) await refuseSellingEnded(db, event.kind)
  const entry = { ...sealEvent(last, { till, eventId, at, day, training, event }), event }
  await db.journal.add(entry) // add, never put: an entry is never replaced
  const next = extendHead(head, entry)
  await db.heads.put(next)
  await sign(db, entry, key, signed?.signature, stamp)
  note(db, next)
  return entry
}

/** Signs an entry where the journal has a key, in the transaction that stores it. */
async function sign(
  db: TillDatabase,
  { till, number, seal, at }: JournalEntry,
  key: TillKey | undefined,
  before: string | undefined,
  { now }: Stamp,
): Promise<void> {
  if (key && hasCryptography()) {
    const signedAt = now?.().at ?? at
    const signature = await signInTransaction(key.privateKey, seal, before, signedAt)
    await db.signatures.add({ till, number, signature })
  }
}

function note(db: TillDatabase, head: JournalHead): void {
  const known = knownHeads.get(db) ?? new Map<string, JournalHead>()
  knownHeads.set(db, known.set(head.till, head))
}

/** The stamp's moment, or the clock's where the stamp was made too long ago. */
function freshMoment({ at, day, now }: Stamp): Moment {
  const moment = now?.()
  const isOld = moment && Math.abs(Date.parse(moment.at) - Date.parse(at)) > STAMP_LASTS_MS
  return isOld ? moment : { at, day }
}
