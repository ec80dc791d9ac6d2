import type { TillDatabase } from '@/storage/databases'
import { watchTables } from '@/storage/watchTables'

/** Tables of what is shared, and of what was sealed. */
const SHARED = ['heads', 'customers', 'users', 'ownArticles', 'articleEdits', 'settings']

/**
 * Calls back after each write, in any tab, to what other devices are to hear of; it reads nothing.
 * Returns a function that stops it.
 */
export const watchShared = (db: TillDatabase, onChange: () => void): (() => void) =>
  watchTables(db, SHARED, onChange)
