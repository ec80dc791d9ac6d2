import { Dexie } from 'dexie'
import type { TillDatabase } from '@/storage/databases'

/** Tables of what is shared, and of what was sealed. */
const SHARED = ['heads', 'customers', 'users', 'ownArticles', 'articleEdits', 'settings']

/**
 * Calls back after each write, in any tab, to what other devices are to hear of; it reads nothing.
 * Returns a function that stops it.
 */
export function watchShared({ name }: TillDatabase, onChange: () => void): () => void {
  const beginnings = SHARED.map(table => `idb://${name}/${table}/`)
  const follow = (parts: object) => {
    const isShared = Object.keys(parts).some(part => beginnings.some(one => part.startsWith(one)))
    if (isShared) onChange()
  }
  Dexie.on('storagemutated', follow)
  return () => Dexie.on.storagemutated.unsubscribe(follow)
}
