import type { TillDatabase } from '@/storage/databases'
import { dropCustomer } from '@/storage/customers/customers'
import { SHARED_SETTINGS, type SharedData, type SharedRecord } from '@/core/sharing/ownValues'

/** Tables of what is the whole shop's, and those that follow from it. */
export const tablesOfShared = (db: TillDatabase) => [
  db.customers,
  db.tickets,
  db.users,
  db.ownArticles,
  db.articleEdits,
  db.settings,
]

/** What of this device is the whole shop's, as part of the caller's transaction. */
export async function readSharedData(db: TillDatabase): Promise<SharedData> {
  const names = Object.keys(SHARED_SETTINGS)
  const settings = await db.settings.bulkGet(names)
  return {
    customers: await db.customers.toArray(),
    users: await db.users.toArray(),
    ownArticles: await db.ownArticles.toArray(),
    edits: await db.articleEdits.toArray(),
    settings: new Map(settings.flatMap(kept => (kept ? [[kept.name, kept.value]] : []))),
  }
}

/** Writes a row that other devices made, or deletes it, as part of the caller's transaction. */
export async function writeShared(db: TillDatabase, record: SharedRecord): Promise<void> {
  const { kind, id, row } = record
  if (kind === 'customer') await (row ? db.customers.put(row) : dropCustomer(db, id))
  else if (kind === 'user') await (row ? db.users.put(row) : db.users.delete(id))
  else if (kind === 'own') await (row ? db.ownArticles.put(row) : db.ownArticles.delete(id))
  else if (kind === 'edit') await (row ? db.articleEdits.put(row) : db.articleEdits.delete(id))
  else if (row === null) await db.settings.delete(id)
  else await db.settings.put({ name: id, value: row })
}
