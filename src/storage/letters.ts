import { liveQuery } from 'dexie'
import { openJournal, type Unsealed } from './append'
import type { TillDatabase, TillKey } from './databases'
import { readEntry, readLastEntry } from './journal'
import { keepSetting, readSetting } from './settings'
import { assert } from '@/core/assert'
import type { JournalLinkV1, JournalOpenedV1 } from '@/core/events/v1'
import { isJournalOpened } from '@/core/journal'

/** Tables that going on under another letter touches. */
export const tablesOfLetter = (db: TillDatabase) => [
  db.journal,
  db.heads,
  db.keys,
  db.settings,
  db.tickets,
]

/**
 * Opens the journal of the next letter, linked to the last entry of the one it goes on from,
 * and makes it the letter of this device; tickets not sold yet come along. One transaction on
 * `tablesOfLetter`, or a part of the caller's. Nothing is done where this device is no longer
 * under the letter `own`: another tab was first.
 */
export function goOnUnder(
  db: TillDatabase,
  letters: { own: string; from: string; to: string },
  openingWith: (continues: JournalLinkV1) => Unsealed<JournalOpenedV1>,
  key: TillKey | null,
): Promise<void> {
  return db.transaction('rw', tablesOfLetter(db), async () => {
    const { own } = letters
    if (((await readSetting(db, 'tillLetter')) ?? own) !== own) return
    await openJournal(db, openingWith(await linkTo(db, letters.from)), key)
    await keepSetting(db, 'tillLetter', letters.to)
    await db.tickets.toCollection().modify({ till: letters.to })
  })
}

async function linkTo(db: TillDatabase, till: string): Promise<JournalLinkV1> {
  const first = await readEntry(db, till, 1)
  const last = await readLastEntry(db, till)
  assert(first !== undefined && isJournalOpened(first), 'a journal begins with its opening')
  assert(last !== undefined, 'a journal has a last entry')
  return { till, journalId: first.event.journalId, number: last.number, seal: last.seal }
}

/** Calls back when another tab made this device go on under another letter. */
export function watchLetter(db: TillDatabase, own: string, onMove: () => void): () => void {
  const subscription = liveQuery(() => readSetting(db, 'tillLetter')).subscribe(letter => {
    if (letter !== undefined && letter !== own) onMove()
  }, reportError)
  return () => subscription.unsubscribe()
}
