import { Dexie } from 'dexie'
import { appendEvent, openJournal, type Stamp, type Unsealed } from './append'
import { appendCarriedDay, readLink, type CompleteClosing } from '@/storage/closing/closings'
import type { TillDatabase, TillKey } from '@/storage/databases'
import { readEntriesAfter, readEntriesOfKind, readEntry, readLastEntry } from './journal'
import { keepSetting, readSetting, watchSetting, type ToldFault } from '@/storage/settings/settings'
import { journalUpTo, carriedFrom, lastClosed } from '@/core/closing/carried'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { JournalLinkV1, JournalOpenedV1 } from '@/core/journal/events/v1'
import { isJournalOpened, type JournalEntry } from '@/core/journal/journal'
import { spaceOf } from '@/core/journal/space'

/** Tables that continuing under another till code writes. */
export const tablesOfOpening = (db: TillDatabase) => [
  db.journal,
  db.heads,
  db.keys,
  db.signatures,
  db.settings,
  db.tickets,
]

/** How the journal of the next till code begins. */
export interface NextOpening {
  opening: (continues: JournalLinkV1 | null) => Unsealed<JournalOpenedV1>
  /** Time and user of the closings of days that the earlier till code left open. */
  stamp: () => Stamp
  sign: CompleteClosing
  /** Trace of what was found wrong of the earlier journal, if the till goes on because of it. */
  fault?: { traced: Unsealed<TraceV1>; told: ToldFault }
}

/**
 * Opens the journal of the next till code, linked to the last entry of the journal it continues,
 * and makes it this device's till code. Tickets not sold yet move along. Days that the earlier till
 * code left open are closed at once under the new one, because nothing is ever sealed under the
 * earlier one again.
 *
 * It is one transaction on `tablesOfOpening`, or part of the caller's. Nothing happens when this
 * device no longer has the till code `own`: another tab was first.
 */
export function continueUnder(
  db: TillDatabase,
  letters: { own: string; from: string; to: string },
  { opening, stamp, sign, fault }: NextOpening,
  key: TillKey | null,
): Promise<void> {
  return db.transaction('rw', tablesOfOpening(db), async () => {
    const { own } = letters
    if (((await readSetting(db, 'tillLetter')) ?? own) !== own) return
    const unsealed = opening(await linkTo(db, letters.from))
    await openJournal(db, unsealed, key)
    // From here on nothing is sealed under another.
    await keepSetting(db, 'tillLetter', letters.to)
    for (const carried of unsealed.event.continues?.unclosed ?? []) {
      if (carried.period === 'day') await appendCarriedDay(db, stamp(), carried, sign)
    }
    if (fault) {
      const { event, ...traced } = fault.traced
      await appendEvent(db, traced, () => event)
      await keepSetting(db, 'journalFault', fault.told)
    }
    await db.tickets.toCollection().modify({ till: letters.to })
  })
}

/** The link to a journal; null where nothing readable is left of it to go on from. */
async function linkTo(db: TillDatabase, tillCode: string): Promise<JournalLinkV1 | null> {
  const first = await readEntry(db, tillCode, 1)
  const last = first && (await lastWithoutGap(db, tillCode))
  if (!first || !isJournalOpened(first) || !last) return null
  const { number, seal } = last
  const carried = await readCarried(db, first, number).catch(unlessUnreadable)
  return carried && { till: tillCode, journalId: first.event.journalId, number, seal, ...carried }
}

/** Null where entries were altered so that they no longer sum; what the disk refused is thrown on. */
function unlessUnreadable(error: unknown): null {
  if (error instanceof Dexie.DexieError || error instanceof DOMException) throw error
  return null
}

/**
 * The last entry that follows those before it without a gap, since the last closed day. Nothing is
 * carried over from behind a gap: what is missing there may change every total.
 */
async function lastWithoutGap(
  db: TillDatabase,
  tillCode: string,
): Promise<JournalEntry | undefined> {
  const closings = await readEntriesOfKind(db, tillCode, 'closing')
  const closedTo = lastClosed(
    closings.flatMap(({ event }) => (event.kind === 'closing' ? event : [])),
  )
  const since = await readEntriesAfter(db, tillCode, closedTo, Infinity)
  const gap = since.findIndex(({ number }, index) => number !== closedTo + 1 + index)
  if (gap < 0) return readLastEntry(db, tillCode)
  return since[gap - 1] ?? readEntry(db, tillCode, closedTo)
}

/**
 * What the next till code carries over from a journal, up to an entry of it. `opening` is that
 * journal's first entry.
 */
export async function readCarried(
  db: TillDatabase,
  opening: JournalEntry,
  number: number,
): Promise<Pick<JournalLinkV1, 'perpetual' | 'unclosed'>> {
  const { till } = opening
  const closings = await readEntriesOfKind(db, till, 'closing')
  const left = journalUpTo([opening, ...closings], number)
  const closedTo = lastClosed(left.closings)
  const since = await readEntriesAfter(db, till, closedTo, number - closedTo)
  return carriedFrom({ ...left, since }, spaceOf(opening))
}

/**
 * The till code of a journal and of the journals it continues, newest first. A till code abandoned
 * for another restore, before anything was sold under it, is continued by no other.
 */
export async function readLine(db: TillDatabase, own: string): Promise<string[]> {
  const line = [own]
  for (;;) {
    const link = await readLink(db, line.at(-1) ?? own)
    if (!link || !(await readEntry(db, link.till, 1))) return line
    line.push(link.till)
  }
}

/**
 * Calls back when another tab moved this device to another till code. Returns a function that stops
 * it.
 */
export function watchTillCode(db: TillDatabase, own: string, onMove: () => void): () => void {
  const follow = (tillCode: string | undefined) => {
    if (tillCode !== undefined && tillCode !== own) onMove()
  }
  return watchSetting(db, 'tillLetter', follow, error => reportError(error))
}
