import { Dexie } from 'dexie'
import type { CatalogueDatabase } from '@/storage/databases'

/** Calls back after each write to the syncs' log, in any tab. Returns a function that stops it. */
export function watchSyncRuns({ name }: CatalogueDatabase, onRead: () => void): () => void {
  const begins = `idb://${name}/syncRuns/`
  const follow = (parts: object) => {
    if (Object.keys(parts).some(part => part.startsWith(begins))) onRead()
  }
  Dexie.on('storagemutated', follow)
  return () => Dexie.on.storagemutated.unsubscribe(follow)
}
