import type { TillContext } from '@/till/context'
import * as storage from '@/storage/catalogue/catalogue'
import type { SyncView, WatchedCatalogue } from '@/storage/catalogue/catalogue'

export type { SyncView, WatchedCatalogue }

/** Calls back with the catalogue now and whenever it changes; returns a function that stops. */
export function watchCatalogue(
  context: Pick<TillContext, 'catalogueDb' | 'tillDb'>,
  onChange: (view: WatchedCatalogue) => void,
  onError: (error: unknown) => void,
): () => void {
  return storage.watchCatalogue(context.catalogueDb, context.tillDb, onChange, onError)
}

/** Calls back with the log of syncs now and whenever it changes; returns a function that stops. */
export function watchSyncs(
  context: Pick<TillContext, 'catalogueDb'>,
  onChange: (view: SyncView) => void,
  onError: (error: unknown) => void,
): () => void {
  return storage.watchSyncs(context.catalogueDb, onChange, onError)
}
