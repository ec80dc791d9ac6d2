import { readRecord, keepRecord, type KeptFirstShelf } from './heldShop'
import type { CatalogueDatabase, TillDatabase } from '@/storage/databases'
import { readSetting } from '@/storage/settings/settings'
import { valueText } from '@/core/sameValue'

/** A state longer than this costs more to compare than the shelf gains. */
const MOST_CHARACTERS = 2_000_000

/**
 * Names what the articles on sale are made of: two equal states make the same catalogue. Null for
 * an empty catalogue, and for one with too much of the owner's own to be compared quickly. Read it
 * before the articles: a write in between then leaves them under a state that is past.
 */
export async function readShelfState(
  db: CatalogueDatabase,
  tillDb: TillDatabase,
): Promise<string | null> {
  const own = await tillDb.transaction(
    'r',
    [tillDb.settings, tillDb.articleEdits, tillDb.ownArticles],
    async () => [
      await readSetting(tillDb, 'vatAnswers'),
      await tillDb.articleEdits.toArray(),
      await tillDb.ownArticles.toArray(),
    ],
  )
  const shop = await db.transaction(
    'r',
    [db.articleChunks, db.departments, db.vatGroups, db.syncRuns],
    async () => [
      await db.shopArticles.readState(),
      await db.departments.toArray(),
      await db.vatGroups.toArray(),
      // A version of the till that knows nothing of this state changes it all the same.
      (await db.syncRuns.orderBy('startedAt').last())?.runId,
    ],
  )
  const state = valueText([shop, own])
  return shop[0] === null || state.length > MOST_CHARACTERS ? null : state
}

/** The first shelf of the catalogue as it is now; null when none was kept of it. */
export async function readFirstShelf(
  db: CatalogueDatabase,
  tillDb: TillDatabase,
): Promise<KeptFirstShelf | null> {
  const kept = await readRecord(db, 'firstShelf')
  return kept && kept.state === (await readShelfState(db, tillDb)) ? kept : null
}

/** Keeps the first shelf of a catalogue in this state, for the next opening. */
export async function keepFirstShelf(db: CatalogueDatabase, shelf: KeptFirstShelf): Promise<void> {
  await keepRecord(db, 'firstShelf', shelf)
}
