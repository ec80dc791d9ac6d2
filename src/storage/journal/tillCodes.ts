import { liveQuery } from 'dexie'
import { openJournal, type Stamp, type Unsealed } from './append'
import { appendCarriedDay, readLink, type CompleteClosing } from '@/storage/closing/closings'
import type { TillDatabase, TillKey } from '@/storage/databases'
import { readEntriesAfter, readEntriesOfKind, readEntry, readLastEntry } from './journal'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { assert } from '@/core/assert'
import { journalUpTo, carriedFrom, lastClosed } from '@/core/closing/carried'
import type { JournalLinkV1, JournalOpenedV1 } from '@/core/journal/events/v1'
import { isJournalOpened, type JournalEntry } from '@/core/journal/journal'
import { spaceOf } from '@/core/journal/space'

/** Tables that going on under another letter touches. */
export const tablesOfOpening = (db: TillDatabase) => [
  db.journal,
  db.heads,
  db.keys,
  db.settings,
  db.tickets,
]

/** How the journal of the next letter begins. */
export interface NextOpening {
  opening: (continues: JournalLinkV1) => Unsealed<JournalOpenedV1>
  /** When, and by whom, days are closed that the letter before left open. */
  stamp: () => Stamp
  sign: CompleteClosing
}

/**
 * Opens the journal of the next letter, linked to the last entry of the one it goes on from,
 * and makes it the letter of this device; tickets not sold yet come along. What the old letter
 * had not closed of its days is closed at once under the new one, as nothing is ever sealed
 * under the old one again. One transaction on
 * `tablesOfLetter`, or a part of the caller's. Nothing is done where this device is no longer
 * under the letter `own`: another tab was first.
 */
export function continueUnder(
  db: TillDatabase,
  letters: { own: string; from: string; to: string },
  { opening, stamp, sign }: NextOpening,
  key: TillKey | null,
): Promise<void> {
  return db.transaction('rw', tablesOfOpening(db), async () => {
    const { own } = letters
    if (((await readSetting(db, 'tillLetter')) ?? own) !== own) return
    const unsealed = opening(await linkTo(db, letters.from))
    await openJournal(db, unsealed, key)
    for (const carried of unsealed.event.continues?.unclosed ?? []) {
      if (carried.period === 'day') await appendCarriedDay(db, stamp(), carried, sign)
    }
    await keepSetting(db, 'tillLetter', letters.to)
    await db.tickets.toCollection().modify({ till: letters.to })
  })
}

async function linkTo(db: TillDatabase, tillCode: string): Promise<JournalLinkV1> {
  const first = await readEntry(db, tillCode, 1)
  const last = await readLastEntry(db, tillCode)
  assert(first !== undefined && isJournalOpened(first), 'a journal begins with its opening')
  assert(last !== undefined, 'a journal has a last entry')
  const { number, seal } = last
  const carried = await readCarried(db, first, number)
  return { till: tillCode, journalId: first.event.journalId, number, seal, ...carried }
}

/** What the next letter goes on with, behind an entry of the journal that opens so. */
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
 * The letter of a journal and those it goes on from, the newest first. One that was left for
 * another restore, before anything was sold under it, is in no line but its own.
 */
export async function readLine(db: TillDatabase, own: string): Promise<string[]> {
  const line = [own]
  for (;;) {
    const link = await readLink(db, line.at(-1) ?? own)
    if (!link || !(await readEntry(db, link.till, 1))) return line
    line.push(link.till)
  }
}

/** Calls back when another tab made this device go on under another letter. */
export function watchTillCode(db: TillDatabase, own: string, onMove: () => void): () => void {
  const subscription = liveQuery(() => readSetting(db, 'tillLetter')).subscribe(
    tillCode => {
      if (tillCode !== undefined && tillCode !== own) onMove()
    },
    error => reportError(error),
  )
  return () => subscription.unsubscribe()
}
